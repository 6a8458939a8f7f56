import { describe, expect, it } from '@jest/globals';
import { addWorkingDays, dayOf, fiscalYearOf, isoDate, isWorkingDay, liquidationDay } from './calendar.ts';

describe('the calendar', () => {
  it.each([
    // The due days of periodic monthly statements that Customs published for 2025: the 15th working day of each month.
    '2025-01-23',
    '2025-02-24',
    '2025-03-21',
    '2025-04-21',
    '2025-05-21',
    '2025-06-23',
    '2025-07-22',
    '2025-08-21',
    '2025-09-22',
    '2025-10-22',
    '2025-11-24',
    '2025-12-19',
  ])('counts to %s as the 15th working day of its month', (date) => {
    const first = dayOf(`${date.slice(0, 8)}01`);
    expect(isoDate(addWorkingDays(addWorkingDays(first, 0), 14))).toBe(date);
  });

  it.each([
    '2026-07-03',
    '2025-07-04',
    '2026-01-19',
    '2025-11-27',
    '2026-05-25',
    '2026-10-12',
    '2021-12-31',
    '2023-01-02',
    '2026-11-24',
  ])('knows whether %s is a working day', (date) => expect(isWorkingDay(dayOf(date))).toBe(date === '2026-11-24'));

  it('begins fiscal years in October', () => {
    expect(fiscalYearOf(dayOf('2025-09-30'))).toBe(2025);
    expect(fiscalYearOf(dayOf('2025-10-01'))).toBe(2026);
  });

  it('posts liquidations on a Friday that is no holiday', () => {
    expect(isoDate(liquidationDay(dayOf('2026-06-22')))).toBe('2026-06-26');
    expect(isoDate(liquidationDay(dayOf('2026-06-26')))).toBe('2026-06-26');
    expect(isoDate(liquidationDay(dayOf('2026-06-29')))).toBe('2026-07-10');
  });
});
