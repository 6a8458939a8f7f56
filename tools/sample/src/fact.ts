import type { TransactionFact } from '@landfall/events';
import { momentOf, type Day } from './calendar.ts';
import type { Random } from './random.ts';

export type FactType = TransactionFact['type'];

/** Dates and times are text in JSON and numbers in Avro (docs/facts.md). */
type InJson<Name, Value> = Name extends `${string}${'At' | 'On' | 'Date'}` ? Exclude<Value, number> | string : Value;

type HeadField = 'type' | 'eventId' | 'occurredAt' | 'source' | 'senderReference' | VersionField;
type VersionField = 'versionNumber' | 'preparedAt' | 'controlNumber';

type Version =
  | { readonly versionNumber: number }
  | { readonly preparedAt: string; readonly controlNumber: string }
  | Record<never, never>;

/** What a type of fact states beyond its head. */
export type FieldsOf<Type extends FactType> = {
  readonly [Name in Exclude<keyof Extract<TransactionFact, { type: Type }>, HeadField>]: InJson<
    Name,
    Extract<TransactionFact, { type: Type }>[Name]
  >;
};

export type SampleFactOf<Type extends FactType> = {
  readonly type: Type;
  readonly occurredAt: string;
  readonly source: string;
  readonly senderReference: string;
} & Version &
  FieldsOf<Type>;

/** A fact in its JSON form (docs/facts.md). */
export type SampleFact = { [Type in FactType]: SampleFactOf<Type> }[FactType];

/** A port system, and how it tells versions apart. */
export type Sender = {
  readonly source: string;
  /** Versions from this one on are told apart by preparation time and control number, lower ones by number. */
  readonly timesFrom: number;
  /** Leaves the number of a first version out. */
  readonly omitsFirst: boolean;
};

export type Statement<Type extends FactType> = {
  readonly type: Type;
  readonly day: Day;
  readonly reference: string;
  readonly version: number;
  readonly fields: FieldsOf<Type>;
};

/** A fact as its sender states it, during the business hours of the day. */
export function state<Type extends FactType>(sender: Sender, random: Random, statement: Statement<Type>): SampleFact {
  const { type, day, reference, version, fields } = statement;
  const moment = momentOf(day, random.int(13, 22), random.int(0, 3_599_999));
  const fact: SampleFactOf<Type> = {
    type,
    occurredAt: new Date(moment).toISOString(),
    source: sender.source,
    senderReference: reference,
    ...versionOf(sender, version, moment, random),
    ...fields,
  };
  // The compiler does not see that a member of a union is the union.
  return fact as unknown as SampleFact;
}

function versionOf(sender: Sender, version: number, moment: number, random: Random): Version {
  if (version >= sender.timesFrom) {
    const preparedAt = new Date(moment + random.int(1_000, 600_000)).toISOString();
    return { preparedAt, controlNumber: random.digits(9) };
  }
  return version === 1 && sender.omitsFirst ? {} : { versionNumber: version };
}

const NEVER = Infinity;

/** One of the ways in which systems at a port speak. */
export function senderAt(port: string, random: Random): Sender {
  const numbered = { source: `port-${port}`, timesFrom: NEVER, omitsFirst: false };
  return random.weighted<Sender>([
    [72, numbered],
    [18, { ...numbered, source: `edi.port-${port}`, timesFrom: 1 }],
    [6, { ...numbered, timesFrom: 2 }],
    [4, { ...numbered, omitsFirst: true }],
  ]);
}
