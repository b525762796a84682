// Preloaded into the processes that `pnpm dev` starts: even when their parent is killed, they end.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The listener must not keep alive a process that is done.
process.channel?.unref();
