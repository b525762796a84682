import type { Results, ServerName } from '../results.ts';

/** The languages of the docs, and what their files are called between the name and the ending. */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

const EN = {
  measured: ({ date, command, machine: { cores, processor, memoryGb, system, node, pinned } }: Results) =>
    `Measured on ${date} with \`${command}\` on ${cores} cores (${processor}) with ${memoryGb} GB, ${system}, Node ${node}; ` +
    `${pinned ? 'servers on one core, the load on another' : 'servers and load on the same cores'}. ` +
    'A figure is the median of the rounds, and the range in brackets has the middle half of them.',
  checkTitle: 'What “who is signed in?” costs',
  checkDescription: 'CPU time per request in microseconds, on a logarithmic scale',
  checkColumns: ['', 'CPU time per request', '× bare Koa', 'requests per second', 'one at a time'],
  signInTitle: 'Sixteen people sign in at once',
  signInDescription: 'Sign-ins per second beside bcrypt alone, and the slowest percent of checks meanwhile',
  signInColumns: [
    '',
    'bcrypt alone, per second',
    'sign-ins per second',
    'of bcrypt',
    'check, idle (p99)',
    'meanwhile (p99)',
    '× idle',
  ],
  signInPanels: ['per second', 'p99 of a check, ms'],
  signInBars: ['bcrypt alone', 'sign-ins', 'idle', 'during sign-ins'],
  growthTitle: 'What growth costs',
  growthDescription: 'Start time and memory with 1, 10 and 100 thousand users, live and revoked sessions',
  growthColumns: [
    'users, live and revoked sessions, each',
    'start',
    'memory',
    'on disk',
    'CPU time per check',
    'sign-in',
    'the revoked set',
    'lookup',
    'poll',
  ],
  growthPanels: ['start, ms', 'memory, MB', 'CPU time per check, µs'],
  onCores: (cores: number) => (cores === 1 ? 'one core' : `${cores} cores`),
  bytes: (count: string) => `The cookie is ${count} bytes.`,
  notRun: (why: string) => `not run: ${why}`,
  servers: {
    'node-http': 'node:http, constant answer',
    koa: 'Koa and its router, constant answer',
    renewal: 'Latchkey, `renewal`',
    bounded: 'Latchkey, `bounded`',
    strict: 'Latchkey, `strict`',
    'fastify-jwt': 'fastify, @fastify/jwt',
    'koa-session': 'koa-session, Redis',
    'express-session': 'express-session, Redis',
    study: 'the study post’s middleware',
    'better-auth': 'Better Auth, cookie cache',
    other: 'the other checkout, `bounded`',
  } satisfies Record<ServerName, string>,
};

const KO: typeof EN = {
  measured: ({ date, command, machine: { cores, processor, memoryGb, system, node, pinned } }) =>
    `${date}에 \`${command}\`로 쟀어요. 코어 ${cores}개(${processor}), 메모리 ${memoryGb} GB, ${system}, Node ${node}이고, ` +
    `${pinned ? '서버는 코어 하나에서, 부하는 다른 코어에서 돌렸습니다' : '서버와 부하를 같은 코어에서 돌렸습니다'}. ` +
    '값은 여러 라운드의 중앙값이고, 괄호 안은 라운드의 가운데 절반이 들어간 범위예요.',
  checkTitle: '“누가 로그인했나?”의 비용',
  checkDescription: '요청 한 번의 CPU 시간, 단위는 마이크로초, 로그 눈금',
  checkColumns: ['', '요청당 CPU 시간', 'Koa만 쓸 때의 배수', '초당 요청', '하나씩 보낼 때'],
  signInTitle: '열여섯 명이 한꺼번에 로그인하면',
  signInDescription: 'bcrypt만 돌릴 때와 비교한 초당 로그인 수, 그동안 가장 느린 1 %의 check',
  signInColumns: [
    '',
    'bcrypt만, 초당',
    '로그인, 초당',
    'bcrypt 대비',
    '한가할 때 check (p99)',
    '그동안 check (p99)',
    '한가할 때의 배수',
  ],
  signInPanels: ['초당 횟수', 'check의 p99, ms'],
  signInBars: ['bcrypt만', '로그인', '한가할 때', '로그인 중'],
  growthTitle: '커지면 드는 비용',
  growthDescription: '사용자, 살아 있는 세션, 폐기된 세션이 각각 1천, 1만, 10만일 때의 시작 시간과 메모리',
  growthColumns: [
    '사용자, 산 세션, 폐기된 세션, 각각',
    '시작',
    '메모리',
    '디스크',
    'check당 CPU 시간',
    '로그인',
    '폐기 집합',
    '조회',
    '폴링',
  ],
  growthPanels: ['시작, ms', '메모리, MB', 'check당 CPU 시간, µs'],
  onCores: (cores) => `코어 ${cores}개`,
  bytes: (count) => `쿠키는 ${count}바이트예요.`,
  notRun: (why) => `재지 못함: ${why}`,
  servers: {
    'node-http': 'node:http, 정해진 답',
    koa: 'Koa와 라우터, 정해진 답',
    renewal: 'Latchkey, `renewal`',
    bounded: 'Latchkey, `bounded`',
    strict: 'Latchkey, `strict`',
    'fastify-jwt': 'fastify, @fastify/jwt',
    'koa-session': 'koa-session, Redis',
    'express-session': 'express-session, Redis',
    study: '스터디 글의 미들웨어',
    'better-auth': 'Better Auth, 쿠키 캐시',
    other: '다른 체크아웃, `bounded`',
  },
};

/** The words of the tables and charts. */
export const TEXTS: Record<Language, typeof EN> = { en: EN, ko: KO };
