import type { Connection, mongo } from 'mongoose';

/** The session with which a lane's owner writes: what its successor ends before it goes on. */
export type LaneOwner = { _id: string; session: Buffer };

/**
 * One session a lane. A process that is killed leaves its transaction open, and MongoDB would let the lane's documents
 * wait for it for up to a minute (transactionLifetimeLimitSeconds): whoever takes the lane over ends that session first.
 */
export class LaneSessions {
  readonly #connection: Connection;
  readonly #owners: mongo.Collection<LaneOwner>;
  readonly #sessions = new Map<string, mongo.ClientSession>();

  constructor(connection: Connection, owners: mongo.Collection<LaneOwner>) {
    this.#connection = connection;
    this.#owners = owners;
  }

  /** Makes this process the lane's owner and ends what the one before has left open. */
  async take(lane: string): Promise<void> {
    const before = await this.#owners.findOne({ _id: lane });
    if (before) await this.#kill(before.session);
    await this.drop(lane);
    await this.#register(lane);
  }

  /** The session for the lane's next transaction. */
  async of(lane: string): Promise<mongo.ClientSession> {
    return this.#sessions.get(lane) ?? this.#register(lane);
  }

  /** After a failure the session may still hold a transaction at the server. */
  async drop(lane: string): Promise<void> {
    const session = this.#sessions.get(lane);
    if (session === undefined) return;
    this.#sessions.delete(lane);
    await this.#kill(idOf(session)).catch(() => undefined);
    await session.endSession();
  }

  async #register(lane: string): Promise<mongo.ClientSession> {
    const session = await this.#connection.startSession();
    await this.#owners.updateOne({ _id: lane }, { $set: { session: idOf(session) } }, { upsert: true });
    this.#sessions.set(lane, session);
    return session;
  }

  async #kill(id: Buffer): Promise<void> {
    await this.#connection.db!.admin().command({ killSessions: [{ id: new this.#connection.base.mongo.UUID(id) }] });
  }
}

const idOf = (session: mongo.ClientSession): Buffer => Buffer.from(session.id!.id.buffer);
