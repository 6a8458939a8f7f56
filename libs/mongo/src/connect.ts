import { LandfallError } from '@landfall/errors';
import mongoose, { type Connection } from 'mongoose';

export type MongoOptions = { readonly uri: string; readonly database: string; readonly appName: string };

/**
 * Opens a connection whose writes are acknowledged by a majority, journaled, and whose reads see only such writes.
 * @throws LandfallError MONGODB_UNREACHABLE (retryable)
 */
export async function connectMongo({ uri, database, appName }: MongoOptions): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    dbName: database,
    appName,
    autoIndex: true,
    writeConcern: { w: 'majority', j: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    serverSelectionTimeoutMS: 5_000,
    maxPoolSize: 20,
    promoteBuffers: true,
  });
  try {
    return await connection.asPromise();
  } catch (cause) {
    await connection.close().catch(() => undefined);
    throw new LandfallError('MONGODB_UNREACHABLE', 'MongoDB did not answer, or is no replica set.', {
      retryable: true,
      cause,
      hint: 'Check MONGODB_URI; transactions need a replica set (one member is enough).',
    });
  }
}
