import { lanesOf, topics } from '@landfall/events';
import type { Connection, mongo } from 'mongoose';
import type { Declaration } from '../domain/declaration.ts';
import { addCells, type Cells } from '../domain/measures.ts';
import type {
  AccountQueries,
  ActivityPage,
  ActivityPageRequest,
  LaneState,
  NodeFigures,
  QuarantinePage,
  QuarantinePageRequest,
} from '../needs.ts';
import { readActivityPage } from './activity-pages.ts';
import { fromDocument } from './declaration-documents.ts';
import type { Collections, FigureDoc } from './documents.ts';
import { laneId, startsWith } from './ids.ts';
import { readQuarantinePage } from './quarantine-log.ts';

const lanes = lanesOf(topics.portTransactions);

export class MongoAccountQueries implements AccountQueries {
  readonly #connection: Connection;
  readonly #collections: Collections;

  constructor(connection: Connection, collections: Collections) {
    this.#connection = connection;
    this.#collections = collections;
  }

  async lanes(): Promise<LaneState[]> {
    const docs = await this.#collections.lanes.find().sort({ _id: 1 }).toArray();
    return docs.map(
      ({
        _id,
        nextOffset,
        laneTime = 0,
        applied = 0,
        duplicates = 0,
        conflicts = 0,
        quarantined = 0,
        settled = 0,
      }) => ({
        lane: _id,
        ...{ nextOffset, laneTime, applied, duplicates, conflicts, quarantined, settled },
      }),
    );
  }

  /** Figures, counts and offsets are read in one snapshot: they are of one moment. */
  async figures(node: string): Promise<NodeFigures | undefined> {
    const session = await this.#connection.startSession({ snapshot: true });
    try {
      const ids = lanes.map((lane) => laneId(lane, node));
      const heads = await this.#collections.heads.find({ _id: { $in: ids } }, { session }).toArray();
      if (heads.length === 0) return undefined;
      const cells = await this.#cellsOf(node, session);
      const positions = await this.#collections.lanes.find({}, { session }).sort({ _id: 1 }).toArray();
      return {
        cells,
        activityCount: heads.reduce((sum, { seq }) => sum + seq, 0),
        asOf: Object.fromEntries(positions.map(({ _id, nextOffset }) => [_id, nextOffset])),
      };
    } finally {
      await session.endSession();
    }
  }

  async #cellsOf(node: string, session: mongo.ClientSession): Promise<Cells> {
    const condition = { $or: lanes.map((lane) => ({ _id: startsWith(lane, node) })) };
    const docs: FigureDoc[] = await this.#collections.figures.find(condition, { session }).toArray();
    const sum: Cells = {};
    for (const { cells } of docs) addCells(sum, cells);
    return sum;
  }

  async declaration(key: string): Promise<Declaration | undefined> {
    const doc = await this.#collections.declarations.findOne({ _id: { $in: lanes.map((lane) => laneId(lane, key)) } });
    if (doc === null) return undefined;
    const further = await this.#collections.identityPages
      .find({ _id: startsWith(doc._id) })
      .sort({ _id: 1 })
      .toArray();
    return fromDocument(
      doc,
      further.map(({ identities }) => identities),
    );
  }

  activities(request: ActivityPageRequest): Promise<ActivityPage> {
    return readActivityPage(this.#collections, lanes, request);
  }
  quarantine(request: QuarantinePageRequest): Promise<QuarantinePage> {
    return readQuarantinePage(this.#collections, request);
  }
}
