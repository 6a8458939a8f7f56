import { eventIdOf } from '@landfall/customs';
import type { TransactionFact } from './generated/types.ts';
import { JsonReader, type FactProblem } from './json-reader.ts';
import { recordToJson } from './record-json.ts';
import { factNames, isFact, schemaOf } from './schema-model.ts';

export type { FactProblem } from './json-reader.ts';

export type ParsedFact =
  | { readonly ok: true; readonly fact: TransactionFact }
  | { readonly ok: false; readonly problems: readonly FactProblem[] };

/** Reads a fact from its JSON form (docs/facts.md) and says everything that is wrong with its shape, at most 20 problems. */
export function transactionFactFromJson(value: unknown): ParsedFact {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('NOT_AN_OBJECT', '', 'A fact is a JSON object with a member "type", such as "DutyPaid".');
  }
  const { type, ...members } = value as Record<string, unknown>;
  if (typeof type !== 'string' || !isFact(type)) {
    return refuse('UNKNOWN_TYPE', '/type', `"type" must be one of ${factNames.join(', ')}.`);
  }
  const reader = new JsonReader();
  const record = reader.record(schemaOf(type)!, members, '');
  if (reader.problems.length > 0) return { ok: false, problems: reader.problems };
  return { ok: true, fact: { type, ...record } as TransactionFact };
}

const refuse = (code: string, pointer: string, reason: string): ParsedFact => ({
  ok: false,
  problems: [{ code, pointer, reason }],
});

/** The fact with its identity (docs/facts.md). */
export const identify = (fact: TransactionFact): TransactionFact => ({
  ...fact,
  eventId: eventIdOf(fact, recordToJson(fact)),
});
