import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { LifetimeLine } from './lifetime-line.tsx';
import { tickShares, tickStep } from './lifetime-line-ticks.ts';

const DAY = 86_400;

test.each([
  [1, 1, 'second'],
  [20, 2, 'second'],
  [60, 10, 'second'],
  [15 * 60, 2, 'minute'],
  [3600, 10, 'minute'],
  [86_400, 3, 'hour'],
  [7 * DAY, 1, 'day'],
  [30 * DAY, 5, 'day'],
  [3650 * DAY, 365, 'day'],
])('a life of %i seconds has a tick for every %i %s', (life, count, unit) => {
  expect(tickStep(life)).toMatchObject({ count, unit });
});

test('ticks are inside the line, at equal distances', () => {
  expect(tickShares(7 * DAY)).toEqual([1, 2, 3, 4, 5, 6].map((day) => day / 7));
  expect(tickShares(25)).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(tickShares(1)).toEqual([]);
});

/** What is drawn of a life of 20 seconds, most of which is renewed in its second half. */
function draw(life: Partial<Parameters<typeof LifetimeLine>[0]['life']> = {}) {
  const whole = { iat: 100, exp: 120, now: 105, renewAfter: 110, phase: 'fresh', ...life } as const;
  render(<LifetimeLine life={whole} label="x" />);
  const line = screen.getByRole('img', { name: 'x' });
  const spans = Array.from(line.querySelectorAll('g rect'), (rect) => ({
    isSolid: rect.getAttribute('class') === 'lifetime-fresh',
    x: rect.getAttribute('x'),
    width: rect.getAttribute('width'),
  }));
  const isDashed = line.querySelector('.lifetime-over') !== null;
  return { spans, isDashed, notch: line.querySelector('svg')?.getAttribute('x') };
}

test('fresh time is solid and renewal time hatched, with the notch between them', () => {
  expect(draw()).toEqual({
    spans: [
      { isSolid: true, x: '25%', width: '25%' },
      { isSolid: false, x: '50%', width: '50%' },
    ],
    isDashed: false,
    notch: '50%',
  });
});

test('the rest of a token that is due for renewal is hatched', () => {
  expect(draw({ now: 115, phase: 'renew' }).spans).toEqual([{ isSolid: false, x: '75%', width: '25%' }]);
});

test('an expired token is outlined by dashes', () => {
  expect(draw({ now: 125, phase: 'expired' })).toMatchObject({
    spans: [{ x: '100%', width: '0%' }],
    isDashed: true,
  });
});

test('a token that is never renewed is solid to its end, without a notch', () => {
  const { spans, notch } = draw({ renewAfter: null, now: 115, phase: 'ends' });
  expect(spans[0]).toEqual({ isSolid: true, x: '75%', width: '25%' });
  expect(notch).toBeUndefined();
});

test('a line without a token is empty', () => {
  render(<LifetimeLine life={null} label="nothing" />);
  expect(screen.getByRole('img', { name: 'nothing' }).querySelectorAll('g, circle, svg')).toHaveLength(0);
});

test('the line draws itself once for each token: time that goes on does not start it again', () => {
  const life = { iat: 100, exp: 120, now: 105, renewAfter: 110, phase: 'fresh' } as const;
  const { container, rerender } = render(<LifetimeLine life={life} label="x" />);
  const drawn = () => container.querySelector('.lifetime-fill');
  const first = drawn();
  rerender(<LifetimeLine life={{ ...life, now: 112, phase: 'renew' }} label="y" />);
  expect(drawn()).toBe(first);
  rerender(<LifetimeLine life={{ ...life, iat: 112, exp: 132, now: 112, renewAfter: 122 }} label="z" />);
  expect(drawn()).not.toBe(first);
});
