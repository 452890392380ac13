import type { BucketBook } from '../buckets/bucketBook.ts';
import { TotalsBroadcaster } from '../billing/totalsBroadcaster.ts';
import { Ledger } from '../billing/ledger.ts';
import { listMoveTaskCalls } from '../billing/moveTaskCalls.ts';
import { listAddresses, warnOfHost } from './addresses.ts';
import type { ApiCall } from '../calls/apiCall.ts';
import type { AlarmService } from './alarmService.ts';
import { describeBroker } from './brokerInfo.ts';
import type { BrokerParts } from './brokerParts.ts';
import type { BrokerConfig } from '../process/config.ts';
import type { ControlFront } from '../control/dispatch/front.ts';
import { ClockMoves } from '../control/clockMoves.ts';
import { broadcastClock } from '../control/handlers/clock.ts';
import { EditMemory } from '../control/editMemory.ts';
import { snapshotQueues } from '../control/queueSummary.ts';
import { QueueWatcher } from '../control/queueWatcher.ts';
import type { ControlServices, StorageService } from '../control/services.ts';
import { createBuckets } from './createBuckets.ts';
import { createControl, createHolds } from './createControl.ts';
import { endWaits } from '../engine/operations/endWaits.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineEvent } from '../engine/events.ts';
import { succeed } from '../engine/base/result.ts';
import { createNames, createRecorder } from './traceParts.ts';
import { type PeerRecognition, recognizePeers } from './recognizePeers.ts';
import { openEngine } from './openEngine.ts';
import { createMetrics } from './createMetrics.ts';
import { createServers } from './createServers.ts';
import { restoreEngine } from './restoreEngine.ts';
import { FaultRegistry } from '../faults/registry.ts';
import { JournalNotes } from './journalNotes.ts';
import { checkQueueKey } from '../kms/checkQueueKey.ts';
import { MasterKey } from '../kms/masterKey.ts';
import { KmsStore } from './kmsStore.ts';
import { HttpServers } from './httpServers.ts';
import { billingChanged } from '../protocol/billing.ts';
import type { BrokerInfo } from '../protocol/broker.ts';
import { faultsChanged } from '../protocol/faults.ts';
import { findingsChanged } from '../protocol/findings.ts';
import { storageChanged } from '../protocol/storage.ts';
import type { CommitCallback } from '../storage/disk/groupCommit.ts';
import type { RecoveryReport } from '../storage/starting/report.ts';
import { setDeadline } from '../time/deadline.ts';
import { Telemetry } from '../telemetry/telemetry.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { FunctionService } from './functionService.ts';
import type { PoolService } from './poolService.ts';
import { ProcessServices } from './processServices.ts';
import { createMonitoring, type Monitoring } from './monitoring.ts';
import { createMemoryStorage, JournalStorage } from './storageService.ts';
import { ConsumerRegistry } from '../trace/consumers.ts';
import { createFindings } from './createFindings.ts';
import type { Findings } from '../findings/findings.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';

/** How long open requests may take to end when the broker stops, ms. */
const FINISH_MS = 1500;
/** How long after the broker began to stop the last spans and metrics may still be under way, ms. */
const SEND_MS = 1700;

/** A broker, whole: engine, fronts, trace and billing on one port. */
export class Broker {
  readonly engine: Engine;
  readonly control: ControlFront;
  readonly recorder: TraceRecorder;
  readonly consumers = new ConsumerRegistry();
  readonly ledger: Ledger;
  readonly metrics: Metrics;
  readonly faults: FaultRegistry;
  readonly buckets: BucketBook;
  readonly alarms: AlarmService;
  readonly pools: PoolService;
  readonly functions: FunctionService;
  private readonly processes: ProcessServices;
  /** What was found in the data folder; undefined without one. */
  readonly recovery: RecoveryReport | undefined;
  readonly findings: Findings;
  private readonly config: BrokerConfig;
  private readonly parts: BrokerParts;
  private readonly listeners: HttpServers;
  private readonly storage: StorageService;
  private readonly watcher: QueueWatcher;
  private readonly totalsBroadcaster: TotalsBroadcaster;
  readonly names: TraceNames;
  private readonly telemetry: Telemetry;
  private readonly startedAt: number;
  private readonly notes: JournalNotes | undefined;
  private readonly monitoring: Monitoring;
  private readonly peers: PeerRecognition;
  private readonly keys: KmsStore;
  private readonly services: ControlServices;
  private serving: BrokerInfo | undefined;

  constructor(config: BrokerConfig, parts: BrokerParts) {
    const { clock, schedule, journal } = parts;
    this.config = config;
    this.parts = parts;
    this.notes = journal === undefined ? undefined : new JournalNotes(journal, clock);
    this.startedAt = clock.now();
    this.keys = new KmsStore(journal, parts.masterKey, () => clock.now());
    this.ledger = new Ledger(() => clock.now());
    const onStorageChange = (): void => this.control.broadcast(storageChanged, this.storage.read());
    const { engine, memory } = openEngine(config, parts, onStorageChange);
    this.engine = engine;
    // Before anything else listens: recovery is no event.
    this.recovery = restoreEngine(journal, this.engine, this.notes?.absence, (line) => parts.log(line));
    this.notes?.writeMark();
    this.notes?.restoreLedger(this.ledger);
    this.metrics = createMetrics(this.engine, journal, (error) => this.logDefect('metrics', error), schedule);
    this.names = createNames(this.engine, this.consumers);
    this.recorder = createRecorder(this.engine, this.names);
    this.faults = new FaultRegistry({
      engine: this.engine,
      schedule,
      report: (fault) => this.recorder.recordFault(fault),
      onChange: () => {
        this.notes?.persistFaults(this.faults.kept);
        this.control.broadcast(faultsChanged, { plans: this.faults.list() });
        this.watcher.notice();
      },
    });
    this.buckets = createBuckets(parts, this.engine, {
      broadcast: (method, params) => this.control.broadcast(method, params),
      commit: () => this.commit(() => undefined),
    });
    this.storage =
      journal === undefined || this.recovery === undefined
        ? createMemoryStorage(() => memory?.limit.failure)
        : new JournalStorage(journal, this.recovery, () => this.notes?.persistClock());
    this.findings = createFindings(this, this.storage.jumps, schedule, {
      mapping: (mappingId) => this.processes.lambda.findFacts(mappingId),
      onChange: (findings) => this.control.broadcast(findingsChanged, { findings }),
    });
    this.monitoring = createMonitoring({
      ...parts,
      engine: this.engine,
      metrics: this.metrics,
      recorder: this.recorder,
      broadcast: (method, params) => this.control.broadcast(method, params),
      scale: (arn, alarm) => this.pools.book.runAction(arn, alarm.settings.AlarmName),
      onTransition: ({ region, account, settings }) => {
        if (region === config.region && account === config.account) {
          this.pools.book.noteAlarm(settings.AlarmName);
        }
      },
      commit: (done) => this.commit(done),
      onDefect: (where, error) => this.logDefect(where, error),
    });
    this.alarms = this.monitoring.alarms;
    // After the alarms: of one moment, they are evaluated first.
    this.processes = new ProcessServices({
      ...parts,
      engine: this.engine,
      alarms: this.alarms,
      consumers: this.consumers,
      recorder: this.recorder,
      place: config,
      notes: journal,
      admitProcess: (session) => parts.authority?.admitProcess(session) ?? succeed(undefined),
      revokeProcess: (accessKeyId) => parts.authority?.revokeProcess(accessKeyId),
      broadcast: (method, params) => this.control.broadcast(method, params),
      metrics: this.metrics,
      onApiCall: (call) => this.onApiCall(call),
      ledger: this.ledger,
      onBilled: () => this.totalsBroadcaster.notice(),
      commit: (done) => (journal === undefined ? done() : this.commit(done)),
      onDefect: (where, error) => this.logDefect(where, error),
    });
    ({ pools: this.pools, functions: this.functions } = this.processes);
    this.telemetry = new Telemetry(this.recorder, this.names, {
      clock,
      readMetrics: () => this.metrics.readUsed(),
      onDefect: (error) => this.logDefect('telemetry', error),
    });
    journal?.onFailureChange(onStorageChange);
    // Only editors show who called.
    this.peers = recognizePeers(this.engine, this.consumers, () => this.control.sessionCount > 0);
    this.services = this.createServices();
    clock.onWallStep(() => broadcastClock(this.services));
    this.control = createControl(config, parts, this.services, {
      commit: journal === undefined ? undefined : (done) => this.commit(done),
      onSessionOpened: () => this.recorder.rememberContents(),
      onSessionClosed: (session) => this.processes.lose(session),
    });
    this.watcher = new QueueWatcher({
      schedule,
      sessions: () => this.control.openSessions,
      snapshot: () => snapshotQueues(this, this.info.endpoint),
    });
    this.totalsBroadcaster = new TotalsBroadcaster(schedule, () =>
      this.control.broadcast(billingChanged, this.ledger.totals),
    );
    this.engine.onEvent((event) => this.onEngineEvent(event));
    for (const kept of this.notes?.readFaults() ?? []) this.faults.set(kept);
    const servers = createServers(config, parts, {
      engine: this.engine,
      metrics: this.metrics,
      control: this.control,
      authority: parts.authority,
      checkKey: (queue, principal, purpose) => checkQueueKey(this.keys.kms, queue, principal, purpose),
      identifyConsumer: (accessKeyId, userAgent) => this.consumers.identify(accessKeyId, userAgent),
      findProcess: (socket, accessKeyId) => this.peers.find(socket, accessKeyId),
      onApiCall: (call) => this.onApiCall(call),
      faults: this.faults,
      neighbours: [this.monitoring.cloudWatch, this.processes.lambda.neighbour],
      ...(journal === undefined ? undefined : { commit: (done) => this.commit(done) }),
      onDefect: (error) => this.logDefect('sqs', error),
    });
    this.listeners = new HttpServers(servers, (line) => parts.log(line));
  }

  /** The information that clients get about this broker. */
  get info(): BrokerInfo {
    if (this.serving === undefined) throw new Error('The broker is not ready yet.');
    return this.serving;
  }

  /** Starts to listen. Rejects with Node's error if the address cannot be bound. */
  async listen(): Promise<BrokerInfo> {
    const { host, port, tlsPort } = this.config;
    const warning = warnOfHost(host);
    if (warning !== undefined) this.parts.log(warning);
    const [own, secure] = await this.listeners.listen(listAddresses(host), [port, tlsPort ?? 0]);
    this.serving = describeBroker(this.config, this.parts, {
      port: own as number,
      securePort: secure,
      startedAt: this.startedAt,
      maximumMessageBytes: this.engine.limits.messageBytes,
    });
    return this.serving;
  }

  /** Ends in order: no new connections, waiting receives answered, requests under way finished, then all is closed. */
  async close(): Promise<void> {
    const deadline = setDeadline(this.parts.schedule, SEND_MS);
    const closed = this.listeners.close();
    this.services.moves.stop();
    // It would receive again.
    this.processes.lambda.stop();
    endWaits(this.engine);
    this.control.close();
    this.listeners.closeIdleConnections();
    const cancel = this.parts.schedule(FINISH_MS, () => {
      this.control.terminate();
      this.listeners.closeAllConnections();
    });
    await closed;
    cancel();
    // It reads at once what it sends. All the rest is stored meanwhile, whether or not a receiver responds.
    const sent = this.telemetry.end();
    this.watcher.stop();
    this.totalsBroadcaster.stop();
    this.services.holds.stop();
    this.services.edits.stop();
    this.peers.stop();
    this.buckets.stop();
    this.processes.stop();
    this.alarms.stop();
    this.metrics.finish();
    this.parts.clock.stop();
    this.notes?.persistLedger(this.ledger, true);
    this.notes?.writeMark();
    this.parts.journal?.close();
    await Promise.race([sent, deadline.passed]);
    deadline.cancel();
  }

  private commit(done: CommitCallback): void {
    this.notes?.persistClock();
    this.parts.journal?.commit(done);
  }

  private createServices(): ControlServices {
    const { engine, recorder, consumers, ledger, faults, buckets, findings, metrics, parts } = this;
    return {
      engine,
      recorder,
      consumers,
      ledger,
      faults,
      buckets,
      findings,
      alarms: this.alarms,
      pools: this.pools,
      functions: this.functions,
      mappings: this.processes.lambda,
      metrics,
      names: this.names,
      telemetry: this.telemetry,
      clock: parts.clock,
      moves: new ClockMoves(parts.schedule),
      schedule: parts.schedule,
      holds: createHolds(engine, parts.schedule, () => broadcastClock(this.services)),
      edits: new EditMemory(parts.schedule),
      storage: this.storage,
      info: () => this.info,
      onApiCall: (call) => this.onApiCall(call),
      kms: () => this.keys.kms,
      rotateMasterKey: (secret) => this.rotateMasterKey(new MasterKey(secret)),
      admitSession: (session) => parts.authority?.admitSession(session) ?? succeed(undefined),
      broadcast: (method, params) => this.control.broadcast(method, params),
      persistTimes: (byMs) => {
        // The clock first: a broker that ends in between must not take times of before for later ones.
        this.notes?.persistClock();
        parts.journal?.rewriteTimes(byMs);
      },
      noticeQueues: () => this.watcher.notice(),
      seesProcesses: this.peers.seesProcesses,
      stop: () => parts.onStopRequested(),
    };
  }

  private rotateMasterKey(masterKey: MasterKey): boolean {
    if (this.parts.journal?.encryption.rotateMasterKey(masterKey) !== true) return false;
    this.keys.rotate(masterKey);
    return true;
  }

  /** A defect here must not reach the engine, whose operation is half done. */
  private onEngineEvent(event: EngineEvent): void {
    try {
      this.notes?.notice(event);
      this.recorder.recordEvent(event);
      this.watcher.notice();
      if (event.kind !== 'redriven') return;
      for (const call of listMoveTaskCalls(event)) this.ledger.count(call);
      this.totalsBroadcaster.notice();
    } catch (error) {
      this.logDefect('trace', error);
    }
  }

  private onApiCall(call: ApiCall): void {
    try {
      this.ledger.count(call);
      this.totalsBroadcaster.notice();
      this.notes?.persistLedger(this.ledger, false);
      this.recorder.recordCall(call);
      // Messages that are sent, received or deleted are events.
      if (call.messageCount === 0 && call.queueArn !== undefined) this.metrics.touch(call.queueArn);
    } catch (error) {
      this.logDefect('billing', error);
    }
  }

  private logDefect(where: string, error: unknown): void {
    this.parts.log(`${where}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
