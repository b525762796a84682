import { generate } from 'selfsigned';

/** PEM texts. */
export type Certificate = { key: string; cert: string };

/** A self-signed certificate for this machine's own names, with a new key. */
export async function makeCertificate(): Promise<Certificate> {
  const altNames = [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
  ] as const;
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [...altNames] }],
  });
  return { key: made.private, cert: made.cert };
}
