import { Problem } from '@landfall/http';
import type { StreamedRequest } from './request-body.ts';

export const JSON_TYPE = 'application/json';
export const NDJSON_TYPE = 'application/x-ndjson';

export type MediaType = typeof JSON_TYPE | typeof NDJSON_TYPE;

/** What the body is. @throws Problem 415 UNSUPPORTED_MEDIA_TYPE */
export function mediaTypeOf({ headers }: Pick<StreamedRequest, 'headers'>): MediaType {
  const [type = '', ...parameters] = textOf(headers['content-type'])
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-8"?$/.test(charset)) throw unsupported('The body has to be in UTF-8.');
  if (textOf(headers['content-encoding']) !== '') throw unsupported('Compressed bodies are not taken.');
  if (type === JSON_TYPE || type === NDJSON_TYPE) return type;
  throw unsupported(`Send ${JSON_TYPE} (a fact, or an array of facts) or ${NDJSON_TYPE} (a fact a line).`);
}

/** Whether the answer is to be one receipt a line. */
export const wantsNdjson = ({ headers }: Pick<StreamedRequest, 'headers'>): boolean =>
  textOf(headers['accept'])
    .toLowerCase()
    .split(',')
    .some((type) => type.split(';')[0]?.trim() === NDJSON_TYPE);

const textOf = (header: string | string[] | undefined): string =>
  Array.isArray(header) ? (header[0] ?? '') : (header ?? '');

const unsupported = (detail: string): Problem => new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', detail);
