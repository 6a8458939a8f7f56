import { everyValueAt, valuesAt, type FactFields } from './values.ts';

/** `now` in milliseconds since 1970-01-01 UTC. */
export type CheckContext = { readonly now: number };

export type Finding = { readonly pointer: string; readonly reason: string };

/** One rule that a fact has to meet before it is accepted. */
export type Check = {
  /** Stable: senders act on it. */
  readonly code: string;
  /** Where the rule is written. */
  readonly citation: string;
  readonly find: (fact: FactFields, context: CheckContext) => readonly Finding[];
};

export type FieldCheck<T> = {
  readonly code: string;
  readonly citation: string;
  /** Paths from the fact's root, `*` for every item of a list. */
  readonly fields: readonly string[];
  readonly isRight: (value: T, context: CheckContext) => boolean;
  readonly reason: string | ((value: T) => string);
};

/** A rule about each of the named fields by itself. */
export function fieldCheck<T>({ code, citation, fields, isRight, reason }: FieldCheck<T>): Check {
  const paths = fields.map((field) => field.split('/'));
  return {
    code,
    citation,
    find(fact, context) {
      const holds = (value: unknown): boolean => isRight(value as T, context);
      const broken = paths.filter((path) => !everyValueAt(fact, path, holds));
      return broken.flatMap((path) =>
        valuesAt(fact, path)
          .filter(({ value }) => !holds(value))
          .map(({ pointer, value }) => ({ pointer, reason: typeof reason === 'string' ? reason : reason(value as T) })),
      );
    },
  };
}
