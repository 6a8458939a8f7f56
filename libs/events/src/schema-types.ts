/** Avro schemas as plain data, as far as ours go. */
export type Schema =
  | string
  | readonly Schema[]
  | {
      readonly type: 'record';
      readonly name: string;
      readonly namespace?: string;
      readonly doc?: string;
      readonly fields: readonly SchemaField[];
    }
  | {
      readonly type: 'enum';
      readonly name: string;
      readonly doc?: string;
      readonly symbols: readonly string[];
      readonly default?: string;
    }
  | { readonly type: 'fixed'; readonly name: string; readonly size: number }
  | { readonly type: 'array'; readonly items: Schema }
  | { readonly type: string; readonly logicalType?: string };

export type SchemaField = {
  readonly name: string;
  readonly type: Schema;
  readonly default?: unknown;
  readonly doc?: string;
};
export type RecordSchema = Extract<Schema, { type: 'record' }>;
