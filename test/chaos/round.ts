import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import type { RecoveryReport } from '../../broker/protocol/storage.ts';
import { type BrokerStart, OwnedBroker } from '../crash/ownedBroker.ts';
import { FakeWallClock } from '../support/fakeWallClock.ts';
import { runProgram } from '../support/process.mjs';
import { ChaosClient } from './chaosClient.ts';
import type { BitFlips, Flip } from './flips.ts';
import { inspect } from './inspect.ts';
import { NO_ALLOWANCE } from './allowance.ts';
import { Ledger } from './ledger.ts';
import { Load } from './load.ts';
import { QUEUES } from './queues.ts';
import { Random } from './random.ts';

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const DISK = '64m';
/** What a full disk has left. */
const LAST_BYTES = 200_000;
const ARGUMENTS = ['--purge-interval', 'off', '--recreate-interval', 'off', '--body-memory', '1'];

/** A broker that serves, what uses it, and how to end both. */
export interface Life {
  readonly broker: OwnedBroker;
  readonly ready: ReadyLine;
  readonly load: Load;
}

export interface RoundOptions {
  readonly scratch: string;
  readonly seed: number;
  readonly isSealed: boolean;
  readonly hasSmallDisk: boolean;
  /** The library that fakes time, where the wall clock has to step. */
  readonly timeLibrary: string | undefined;
}

/** One data folder from its first broker to its last. */
export class Round {
  readonly random: Random;
  readonly ledger = new Ledger();
  readonly clock: FakeWallClock | undefined;
  readonly scratch: string;
  readonly folder: string;
  private readonly disk: string;
  private readonly options: RoundOptions;
  private readonly brokers = new Set<OwnedBroker>();
  private lives = 0;
  readonly flips: Flip[] = [];
  kills = 0;
  lost = 0;
  /** Files and messages that starts have reported after flips. */
  reported = 0;

  constructor(options: RoundOptions) {
    this.options = options;
    this.scratch = options.scratch;
    this.random = new Random(options.seed);
    this.disk = join(options.scratch, 'disk');
    this.folder = join(this.disk, 'data');
    const { timeLibrary } = options;
    if (timeLibrary !== undefined)
      this.clock = new FakeWallClock(timeLibrary, join(options.scratch, 'clock'));
  }

  get isSealed(): boolean {
    return this.options.isSealed;
  }

  async prepare(): Promise<void> {
    mkdirSync(this.disk);
    if (!this.options.hasSmallDisk) return;
    const mount = ['-t', 'tmpfs', '-o', `size=${DISK},mode=700`, 'tmpfs', this.disk];
    const { code, output } = await runProgram('mount', mount);
    assert.equal(code, 0, output);
  }

  async end(): Promise<void> {
    for (const broker of this.brokers) {
      broker.child.kill('SIGCONT');
      await broker.kill();
    }
    if (this.options.hasSmallDisk) await runProgram('umount', ['--lazy', this.disk]);
  }

  spawn(start: BrokerStart = {}): OwnedBroker {
    const key = this.options.isSealed ? { QUEUESIDE_MASTER_KEY: MASTER_KEY } : {};
    const environment = { ...this.clock?.environment, ...key, ...start.environment };
    const broker = new OwnedBroker(this.folder, { ...start, environment, args: ARGUMENTS });
    this.brokers.add(broker);
    return broker;
  }

  async kill(broker: OwnedBroker): Promise<void> {
    this.kills++;
    await this.bury(broker);
  }

  /** Ends it without a count, or knows that it has ended. */
  async bury(broker: OwnedBroker): Promise<void> {
    await broker.kill();
    this.brokers.delete(broker);
  }

  /** Starts a broker, compares what it has with the ledger, and lets programs use it. */
  async begin(flips?: BitFlips): Promise<Life> {
    const broker = this.spawn();
    const ready = await broker.ready();
    await this.verify(ready, flips);
    const client = await ChaosClient.open(ready);
    for (const { name, family, attributes } of QUEUES) {
      if (this.ledger.sweeps.has(family) && family === 'removed') continue;
      await client.call('CreateQueue', { QueueName: name, Attributes: attributes });
    }
    client.close();
    const load = await Load.begin(ready, this.ledger, this.random, this.lives++);
    return { broker, ready, load };
  }

  /** Kills the broker under its programs. */
  async cut({ broker, load }: Life): Promise<void> {
    await this.kill(broker);
    await load.over;
    load.close();
  }

  /** Ends the broker in order, with or without programs that use it. */
  async finish({ broker, load }: Life): Promise<void> {
    if (this.random.chance(50)) {
      load.stop();
      await load.over;
    }
    broker.child.kill('SIGTERM');
    await broker.exited;
    this.brokers.delete(broker);
    await load.over;
    load.close();
  }

  async verify(ready: ReadyLine, flips?: BitFlips): Promise<void> {
    const { storage, queues, messages } = await inspect(ready);
    const recovery = storage.recovery as RecoveryReport;
    const { lost } = this.ledger.check({ queues, messages }, flips?.allowance ?? NO_ALLOWANCE);
    this.lost += lost;
    assert.equal(storage.unreadable, recovery.unreadable);
    assert.equal(recovery.messages, messages.length + recovery.unreadable, 'messages that were restored');
    this.checkReport(recovery, flips);
    for (const { queueArn, messages: count } of recovery.recovered) {
      const own = messages.filter(({ queue }) => queueArn.endsWith(`:${queue}`));
      assert.equal(own.length, count, `messages in the recovered queue ${queueArn}`);
    }
  }

  private checkReport(recovery: RecoveryReport, flips: BitFlips | undefined): void {
    const { damaged, missing, recovered, tornTails, unreadable, unreadableKeys } = recovery;
    assert.equal(recovery.expired, undefined);
    if (flips === undefined) {
      // What a kill cuts off was never acknowledged.
      const found = { damaged, missing, recovered, unreadable, unreadableKeys };
      const nothing = { damaged: [], missing: [], recovered: [], unreadable: 0, unreadableKeys: 0 };
      assert.deepEqual(found, nothing);
      return;
    }
    const named = new Set([...damaged, ...tornTails].map(({ file }) => file));
    for (const file of flips.segments) assert.ok(named.has(file), `damage of ${file} is not reported`);
    for (const { file } of damaged) assert.ok(flips.segments.has(file), `${file} has no damage`);
    for (const { file } of missing) assert.ok(flips.removed.has(file), `${file} is not missing`);
    this.reported += named.size;
  }

  /** After damage to the keys: what is not there is set aside, each message counted. Returns how many. */
  async verifyUnreadable(ready: ReadyLine): Promise<number> {
    const { storage, messages } = await inspect(ready);
    const missing = this.ledger.countMissing(messages);
    assert.equal(storage.unreadable, missing, 'messages that are set aside');
    this.reported += missing;
    return missing;
  }

  noteFlips(...flips: readonly Flip[]): void {
    this.flips.push(...flips);
  }

  /** Leaves little room on the disk. */
  fillDisk(): void {
    const { bavail, bsize } = statfsSync(this.disk);
    try {
      writeFileSync(join(this.disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - LAST_BYTES)));
    } catch (error) {
      // The broker was quicker, and there is less left.
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    }
  }

  freeDisk(): void {
    rmSync(join(this.disk, 'ballast'));
  }
}
