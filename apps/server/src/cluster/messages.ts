/**
 * What the primary asks of a worker. `drain`: end, as another worker has taken its place. `shutdown`: end, as the whole
 * server does.
 */
export type Command = 'drain' | 'shutdown';

/** What a worker reports to the primary. `ready`: it accepts requests. `replace`: it was asked to end, by a SIGTERM. */
export type Report = 'ready' | 'replace';
