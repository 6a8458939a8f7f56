import { fieldCheck, type Check, type CheckContext } from './check.ts';

/** Every field of the twelve facts that holds a date, in days; a spec compares it with the schemas. */
export const dateFields: readonly string[] = [
  'entryDate',
  'importDate',
  'cancelledOn',
  'releasedOn',
  'completedOn',
  'paidOn',
  'issuedOn',
  'dueOn',
  'liquidatedOn',
  'movedOn',
  'exportDate',
  'departedOn',
];

/** And every one that holds a time, in milliseconds. */
export const timeFields: readonly string[] = ['occurredAt', 'preparedAt'];

const DAY = 86_400_000;
/** The Automated Commercial System began in 1984: older facts are mistyped ones. */
const EARLIEST = Date.UTC(1984, 0, 1);
const MAX_DAYS_AHEAD = 731;

/** The same for dates and times: days of sample data and of rehearsals lie ahead, too. */
const isPlausible = (time: number, { now }: CheckContext): boolean =>
  time >= EARLIEST && time <= now + MAX_DAYS_AHEAD * DAY;

export const dateChecks: readonly Check[] = [
  fieldCheck({
    code: 'DATE_IMPLAUSIBLE',
    citation: 'docs/facts.md',
    fields: dateFields,
    isRight: (days: number, context) => isPlausible(days * DAY, context),
    reason: 'The date is before 1984 or more than two years ahead.',
  }),
  fieldCheck({
    code: 'TIME_IMPLAUSIBLE',
    citation: 'docs/facts.md',
    fields: timeFields,
    isRight: isPlausible,
    reason: "The time is before 1984 or more than two years ahead: is the sender's clock right?",
  }),
];
