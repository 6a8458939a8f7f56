import { describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { backOffMs } from './back-off.ts';
import { faultOf, FaultReports } from './fault-reports.ts';

describe('reports of faults', () => {
  it('tell a fault that repeats the first time, and each time that the number has doubled', () => {
    const reports = new FaultReports();
    const told = Array.from({ length: 20 }, () => reports.count('lane 1', 'STORE_AWAY')).filter(Boolean);
    expect(told).toEqual([1, 2, 4, 8, 16]);
  });

  it('tell each fault of each place by itself, and begin again once it has passed', () => {
    const reports = new FaultReports();
    for (let i = 0; i < 3; i++) reports.count('lane 1', 'STORE_AWAY');
    expect(reports.count('lane 1', 'CORRUPT_BATCH')).toBe(1);
    expect(reports.count('lane 11', 'STORE_AWAY')).toBe(1);
    reports.passed('lane 1');
    expect(reports.count('lane 1', 'STORE_AWAY')).toBe(1);
    expect(reports.count('lane 11', 'STORE_AWAY')).toBe(2);
  });
});

describe('what tells a fault from others', () => {
  it('is its name and code, never its message', () => {
    const refused = (port: number) =>
      Object.assign(new TypeError(`connect 127.0.0.1:${port}`), { code: 'ECONNREFUSED' });
    expect(faultOf(refused(1))).toBe(faultOf(refused(2)));
    expect(faultOf(refused(1))).not.toBe(faultOf(new TypeError('other')));
    expect(faultOf(new TypeError('one'))).toBe(faultOf(new TypeError('other')));
    expect(faultOf(new LandfallError('A', 'one'))).not.toBe(faultOf(new LandfallError('B', 'one')));
    expect(faultOf('text 1')).toBe(faultOf('text 2'));
  });
});

describe('the wait between attempts', () => {
  it('doubles up to 2 s, give or take a quarter', () => {
    const waits = (random: number) => [0, 1, 2, 3, 4, 5, 100].map((attempt) => backOffMs(attempt, () => random));
    expect(waits(0.5)).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
    expect(waits(0).at(-1)).toBe(1_500);
    expect(waits(1).at(-1)).toBe(2_500);
  });
});
