import { declarationOf } from '@landfall/customs';
import { encodeRecord, identify, topics, transactionFactFromJson, type TransactionFact } from '@landfall/events';
import type { CheckContext } from '../domain/checks/check.ts';
import { problemsOf } from '../domain/checks/index.ts';
import { isFactType } from '../domain/fact-types.ts';
import type { Problem } from '../domain/problem.ts';

/** A fact that may go into the log: with its identity, its key, and the bytes of its record. */
export type AcceptedFact = { readonly fact: TransactionFact; readonly declaration: string; readonly value: Buffer };

export type RefusedFact = { readonly source: string; readonly problems: readonly Problem[] };

export type Judgement = ({ readonly accepted: true } & AcceptedFact) | ({ readonly accepted: false } & RefusedFact);

/** A decoded record, or why it could not be decoded. */
export type RecordContent =
  | { readonly record: { readonly type: string } }
  | { readonly failure: { readonly code: string; readonly reason: string } };

const UNKNOWN_SOURCE = 'unknown';
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads one fact from its JSON form, as bytes. It never throws: what is wrong is told. */
export function judgeJson(bytes: Buffer, context: CheckContext): Judgement {
  const parsed = parse(bytes);
  if ('problem' in parsed) return refuse(UNKNOWN_SOURCE, [parsed.problem]);
  const read = transactionFactFromJson(parsed.value);
  return read.ok ? judgeFact(read.fact, context) : refuse(sourceOf(parsed.value), read.problems);
}

/** Judges what came as a record on Kafka. It never throws. */
export function judgeRecord(content: RecordContent, context: CheckContext): Judgement {
  if ('failure' in content) return refuse(UNKNOWN_SOURCE, [{ pointer: '', ...content.failure }]);
  const { record } = content;
  if (isFactType(record.type)) return judgeFact(record as TransactionFact, context);
  return refuse(sourceOf(record), [
    { code: 'NOT_A_FACT', pointer: '', reason: `${record.type} is no transaction fact.` },
  ]);
}

/** Holds a fact of the right shape against the domain's checks, and gives it its identity. */
function judgeFact(fact: TransactionFact, context: CheckContext): Judgement {
  try {
    const problems = problemsOf(fact, context);
    return problems.length > 0 ? refuse(sourceOf(fact), problems) : withIdentity(fact);
  } catch (error) {
    // A fault of ours that one fact brings about must not hold up those behind it; it shows in the rejections.
    const code = error instanceof Error ? error.name : 'unknown';
    return refuse(sourceOf(fact), [
      { code: 'FACT_NOT_PROCESSABLE', pointer: '', reason: `The fact could not be processed (${code}).` },
    ]);
  }
}

function withIdentity(unidentified: TransactionFact): Judgement {
  const fact = identify(unidentified);
  const declaration = declarationOf(fact);
  const value = encodeRecord(fact);
  const limit = topics.portTransactions.maxRecordBytes - declaration.length;
  if (value.length <= limit) return { accepted: true, fact, declaration, value };
  return refuse(fact.source, [
    {
      code: 'FACT_TOO_LARGE',
      pointer: '',
      reason: `The fact's record has ${value.length} bytes; at most ${limit} are taken.`,
    },
  ]);
}

const refuse = (source: string, problems: readonly Problem[]): Judgement => ({ accepted: false, source, problems });

export const refuseUnread = (problem: Problem): Judgement => refuse(UNKNOWN_SOURCE, [problem]);

function parse(bytes: Buffer): { value: unknown } | { problem: Problem } {
  try {
    return { value: JSON.parse(utf8.decode(bytes)) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return {
        problem: {
          code: 'NOT_JSON',
          pointer: '',
          reason: 'This is not one JSON value: check quotes, commas and brackets.',
        },
      };
    }
    return { problem: { code: 'NOT_UTF8', pointer: '', reason: 'These bytes are not UTF-8 text.' } };
  }
}

/** Who sent it, as far as that can be told. */
function sourceOf(value: unknown): string {
  const source = typeof value === 'object' && value !== null ? (value as { source?: unknown }).source : undefined;
  return typeof source === 'string' && source.length > 0 && source.length <= 63 ? source : UNKNOWN_SOURCE;
}
