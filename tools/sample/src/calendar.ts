/** A date as days since 1970-01-01. */
export type Day = number;

const DAY = 86_400_000;
const FRIDAY = 5;

export const dayOf = (isoDate: string): Day => Date.parse(`${isoDate}T00:00:00.000Z`) / DAY;

const isoDates = new Map<Day, string>();

/** A date as YYYY-MM-DD. */
export function isoDate(day: Day): string {
  let text = isoDates.get(day);
  if (text === undefined) isoDates.set(day, (text = new Date(day * DAY).toISOString().slice(0, 10)));
  return text;
}

/** A moment of a day, in milliseconds since 1970-01-01 UTC. */
export const momentOf = (day: Day, hour: number, millis: number): number => day * DAY + hour * 3_600_000 + millis;

/** 1970-01-01 was a Thursday; Sunday is 0. */
const weekdayOf = (day: Day): number => (day + 4) % 7;

/** The first Friday from a day on that is no holiday: liquidations are posted weekly. */
export function liquidationDay(from: Day): Day {
  const friday = from + ((FRIDAY - weekdayOf(from) + 7) % 7);
  return isWorkingDay(friday) ? friday : friday + 7;
}

/** The fiscal year of the United States, from October of the year before. */
export function fiscalYearOf(day: Day): number {
  const [year, month] = isoDate(day).split('-').map(Number) as [number, number];
  return month >= 10 ? year + 1 : year;
}

/** Monday to Friday without federal holidays (5 U.S.C. 6103), as Customs counts working days. */
export const isWorkingDay = (day: Day): boolean =>
  weekdayOf(day) !== 0 && weekdayOf(day) !== 6 && !holidaysOf(Number(isoDate(day).slice(0, 4))).has(day);

/** The n-th working day after a day; with 0 the day itself or the next working day. */
export function addWorkingDays(from: Day, count: number): Day {
  let day = from;
  while (!isWorkingDay(day)) day++;
  for (let left = count; left > 0; left--) {
    do day++;
    while (!isWorkingDay(day));
  }
  return day;
}

const holidaysByYear = new Map<number, ReadonlySet<Day>>();

function holidaysOf(year: number): ReadonlySet<Day> {
  let holidays = holidaysByYear.get(year);
  if (holidays === undefined) holidaysByYear.set(year, (holidays = federalHolidays(year)));
  return holidays;
}

function federalHolidays(year: number): ReadonlySet<Day> {
  const on = (monthAndDay: string): Day => observed(dayOf(`${year}-${monthAndDay}`));
  const monday = (month: string, nth: number): Day => nthWeekday(dayOf(`${year}-${month}-01`), 1, nth);
  return new Set([
    on('01-01'),
    monday('01', 3),
    monday('02', 3),
    nthWeekday(dayOf(`${year}-05-25`), 1, 1),
    on('06-19'),
    on('07-04'),
    monday('09', 1),
    monday('10', 2),
    on('11-11'),
    nthWeekday(dayOf(`${year}-11-01`), 4, 4),
    on('12-25'),
    // When 1 January is a Saturday, the Friday before is in this year.
    observed(dayOf(`${year + 1}-01-01`)),
  ]);
}

/** A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after. */
function observed(day: Day): Day {
  if (weekdayOf(day) === 6) return day - 1;
  return weekdayOf(day) === 0 ? day + 1 : day;
}

const nthWeekday = (from: Day, weekday: number, nth: number): Day =>
  from + ((weekday - weekdayOf(from) + 7) % 7) + 7 * (nth - 1);
