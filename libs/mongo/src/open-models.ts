import { Schema, type Connection, type SchemaDefinition } from 'mongoose';

const id = { type: String, required: true } as const;

/** Field types that documents share: counts and offsets, texts, bytes, and what only our own code reads. */
export const fieldTypes = {
  whole: { type: Number, required: true, min: 0, validate: Number.isSafeInteger },
  text: { type: String, required: true },
  bytes: { type: Buffer, required: true },
  anything: { type: Schema.Types.Mixed, required: true },
} as const;

/**
 * Defines a model for each name, and creates the collections and indexes that are missing. Answers the driver's
 * collections (`C` has one a name): what is written in bulk goes through them.
 */
export async function openModels<C extends object>(
  connection: Connection,
  fields: Readonly<Record<keyof C, SchemaDefinition>>,
): Promise<C> {
  const entries = Object.entries<SchemaDefinition>(fields).map(async ([name, definition]) => {
    const schema = new Schema({ _id: id, ...definition }, { collection: name, versionKey: false, minimize: false });
    const model = connection.models[name] ?? connection.model(name, schema);
    await model.createCollection();
    await model.init();
    return [name, connection.db!.collection(name)] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as unknown as C;
}
