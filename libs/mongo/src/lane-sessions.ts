import type { Connection, mongo } from 'mongoose';

/**
 * The sessions with which a lane was written, the latest last: what a successor ends before it goes on. More than one,
 * since an owner that was superseded may still begin a transaction before it dies.
 */
export type LaneOwner = { _id: string; sessions: Buffer[] };

const REMEMBERED = 8;

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
    await this.drop(lane);
    await this.of(lane);
  }

  /**
   * The session for the lane's next transaction. Where there is none, a fault or a rival came before: any session that
   * was registered may hold the lane's documents, so all are ended first.
   */
  async of(lane: string): Promise<mongo.ClientSession> {
    const session = this.#sessions.get(lane);
    if (session) return session;
    const before = await this.#owners.findOne({ _id: lane });
    if (before) await this.#kill(before.sessions);
    return this.#register(lane);
  }

  /** After a failure the session may still hold a transaction at the server. */
  async drop(lane: string): Promise<void> {
    const session = this.#sessions.get(lane);
    if (session === undefined) return;
    this.#sessions.delete(lane);
    await this.#kill([idOf(session)]).catch(() => undefined);
    await session.endSession();
  }

  async #register(lane: string): Promise<mongo.ClientSession> {
    const session = await this.#connection.startSession();
    const sessions = { $each: [idOf(session)], $slice: -REMEMBERED };
    await this.#owners.updateOne({ _id: lane }, { $push: { sessions } }, { upsert: true });
    this.#sessions.set(lane, session);
    return session;
  }

  async #kill(sessions: readonly Buffer[]): Promise<void> {
    const { UUID } = this.#connection.base.mongo;
    const killSessions = sessions.map((id) => ({ id: new UUID(id) }));
    await this.#connection.db!.admin().command({ killSessions });
  }
}

const idOf = (session: mongo.ClientSession): Buffer => Buffer.from(session.id!.id.buffer);
