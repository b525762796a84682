// Run by compose.yaml with mongosh: joins the three members into a replica set unless they are one already.
const members = ['mongodb1', 'mongodb2', 'mongodb3'].map((name, _id) => ({ _id, host: `${name}:27017` }));
try {
  rs.status();
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  rs.initiate({ _id: 'rs0', members });
}
while (!rs.status().members.some(({ stateStr }) => stateStr === 'PRIMARY')) sleep(500);
