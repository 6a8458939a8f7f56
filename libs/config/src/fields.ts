import { z } from 'zod';

const HOST_AND_PORT = /^[A-Za-z0-9._-]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/;
const TOPIC_PREFIX = /^[A-Za-z0-9._-]{0,100}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A text that is read as `T`; `expected` completes the sentence "… is expected" in an error. */
function field<T>(expected: string, read: (text: string) => T | undefined) {
  return z.string({ error: expected }).transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: expected, input: text });
    return z.NEVER;
  });
}

/** Kafka's bootstrap addresses, `host:port`, several separated by commas. */
export const brokers = () =>
  field('host:port, several separated by commas, such as localhost:9092', (text) => {
    const addresses = text.split(',').map((address) => address.trim());
    return addresses.every((address) => HOST_AND_PORT.test(address)) ? addresses : undefined;
  });

/** MongoDB's connection string. It may hold a password and is never shown. */
export const mongodbUri = () =>
  field('mongodb://host:port/?replicaSet=name or mongodb+srv://host', (text) =>
    /^mongodb(\+srv)?:\/\/[^\s]+$/.test(text) ? text : undefined,
  ).meta({
    secret: true,
  });

/** A TCP port, 0 to 65535; 0 lets the system choose. */
export const port = (byDefault: number) => wholeNumber({ byDefault, min: 0, max: 65_535 });

export const wholeNumber = ({ byDefault, min, max }: { byDefault: number; min: number; max: number }) =>
  field(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  }).default(byDefault);

/** pino's levels. */
export const logLevel = (byDefault: LogLevel = 'info') =>
  field(`one of ${logLevels.join(', ')}`, (text) => logLevels.find((level) => level === text)).default(byDefault);

/** A text that errors and logs never show. */
export const secret = ({ minLength = 16 } = {}) =>
  field(`a secret of at least ${minLength} characters`, (text) => (text.length >= minLength ? text : undefined)).meta({
    secret: true,
  });

/** An http or https address. */
export const httpUrl = () => field('an http:// or https:// address', (text) => (isHttpUrl(text) ? text : undefined));

/** A name of a database or a consumer group. */
export const name = (byDefault: string) =>
  field('letters, digits, dots, hyphens and underscores, at most 63', (text) =>
    NAME.test(text) ? text : undefined,
  ).default(byDefault);

/** How soon a consumer group gives a silent member's lanes to another, in milliseconds. Brokers take 6,000 and more by default. */
export const sessionTimeout = () => wholeNumber({ byDefault: 6_000, min: 1_000, max: 300_000 });

/** What stands before every topic's name; empty in production, unique where tests share a broker. */
export const topicPrefix = () =>
  field('letters, digits, dots, hyphens and underscores, at most 100', (text) =>
    TOPIC_PREFIX.test(text) ? text : undefined,
  ).default('');

const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
