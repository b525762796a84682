// Preloaded into the processes that `pnpm dev` starts, so that they exit even when their parent is killed.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The listener must not keep a finished process alive.
process.channel?.unref();
