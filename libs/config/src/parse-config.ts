import { LandfallError } from '@landfall/errors';
import type { z } from 'zod';

export type RawConfig = Readonly<Record<string, string | undefined>>;

const SHOWN_LENGTH = 60;

/**
 * Makes sense of raw texts. A member `kafkaBrokers` stands for the variable KAFKA_BROKERS, and an empty text for none.
 * @throws LandfallError CONFIG_INVALID, which names every variable at fault, what it holds (never a secret) and what it
 * should look like
 */
export function parseConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  raw: RawConfig,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(raw).filter(([, text]) => text !== undefined && text !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const key = String(path[0]);
    return `${variableOf(key)} ${found(given[key], isSecret(schema, key))}; expected: ${message}.`;
  });
  throw new LandfallError('CONFIG_INVALID', problems.join('\n'), {
    hint: 'Set the variables named above; the README of the service lists them all.',
    details: { problems: problems.length },
  });
}

/** The environment variable that a member of a configuration is read from. */
export const variableOf = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

function found(text: string | undefined, secret: boolean): string {
  if (text === undefined) return 'is missing';
  if (secret) return 'has a value that does not fit (not shown)';
  return `is ${JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text)}`;
}

/** Wrappers such as `optional()` have the marked field inside. */
function isSecret(schema: z.ZodObject, key: string): boolean {
  for (let field = schema.shape[key] as z.ZodType | undefined; field !== undefined; field = innerOf(field)) {
    if (field.meta()?.['secret'] === true) return true;
  }
  return false;
}

const innerOf = (field: z.ZodType): z.ZodType | undefined => (field.def as { innerType?: z.ZodType }).innerType;
