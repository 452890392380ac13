import { openLaunchAuthority } from '../assembly/authority.ts';
import { listAddresses } from '../assembly/addresses.ts';
import type { HttpsEndpoint } from '../assembly/brokerParts.ts';
import { HttpServers } from '../assembly/httpServers.ts';
import type { Authority } from '../auth/authorize.ts';
import type { KeySource } from '../connections/client/keySource.ts';
import type { ConnectionDefinition } from '../connections/definition.ts';
import type { Place } from '../connections/place.ts';
import type { KeepAliveTimes } from '../control/channel/keepAlive.ts';
import { ControlFront } from '../control/dispatch/front.ts';
import { HoldRegistry } from '../control/holds.ts';
import { createMethodTable } from '../control/dispatch/methodTable.ts';
import { FaultRegistry } from '../faults/registry.ts';
import { isAlive } from '../files/isAlive.ts';
import { createGuardRules, refuseRequest } from '../http/guard.ts';
import type { ProtectionLevel } from '../protection/protectionLevel.ts';
import { faultsChanged } from '../protocol/faults.ts';
import { findingsChanged } from '../protocol/findings.ts';
import { type GatewayInfo, holdFailed, questionsChanged } from '../protocol/gateway.ts';
import type { FrontOptions } from '../sqs/calls/front.ts';
import { createFrontServer } from '../sqs/http/server.ts';
import type { Schedule } from '../time/schedule.ts';
import { ConsumerRegistry } from '../trace/consumers.ts';
import { AnswerRoom } from './answerRoom.ts';
import { ClockOffset } from './clockOffset.ts';
import { createUpstreamService } from './forward.ts';
import { EndpointQueues, GatewayFaults } from './gatewayFaults.ts';
import { GatewayTrace } from './gatewayTrace.ts';
import { OwnCalls } from './ownCalls.ts';
import { createGatewayHandlers } from './gatewayControl.ts';
import { describeGateway } from './gatewayInfo.ts';
import { GATEWAY_METHODS } from './methods.ts';
import { ProgramGate } from './programGate.ts';
import type { ProxyVariables } from './proxies.ts';
import { Questions } from './questions.ts';
import { RequestSigner } from './requestSigner.ts';
import { Upstream } from './upstream.ts';

/** What a gateway is started with. */
export interface GatewayOptions {
  readonly definition: ConnectionDefinition;
  readonly place: Place;
  /** Whose its keys are, 12 digits; undefined: it is not known. */
  readonly account?: string | undefined;
  readonly level: ProtectionLevel;
  /** 0: any that is free. */
  readonly port: number;
  /** Of HTTPS; 0: any that is free. */
  readonly tlsPort: number;
  /** Names that programs may use beside those of loopback. */
  readonly allowedHosts: readonly string[];
  /** Another one was here, whose programs still run. */
  readonly startsAgain?: boolean | undefined;
  /** Absent: the endpoint is called directly. */
  readonly proxies?: ProxyVariables | undefined;
}

/** What a gateway needs from the process around it, or from a test. */
export interface GatewayParts {
  /** @param questions asks for the code of a device */
  createKeys(questions: Questions): KeySource;
  readonly schedule: Schedule;
  /** Epoch ms on the clock of this machine. */
  now(): number;
  readonly keepAlive: KeepAliveTimes;
  /** What clients of the control channel must show. */
  readonly token: string;
  /** Absent: only HTTP is served. */
  readonly secure?: HttpsEndpoint | undefined;
  log(line: string): void;
  /** A client asks for the end of the gateway. */
  onStopRequested(): void;
}

/** Of programs, whose keys say nothing about an account. */
const ACCOUNT = '000000000000';
const MAXIMUM_SESSIONS = 32;
/** So long after it was started again, it awaits the programs that the gateway before it knew, ms. */
export const AWAITS_PROGRAMS_MS = 5_000;
/** How long open requests may take to end when the gateway stops, ms. */
const FINISH_MS = 1500;

/** A gateway, whole: the front for programs, the channel of the editor, and the endpoint behind them. */
export class Gateway {
  readonly control: ControlFront;
  readonly upstream: Upstream;
  readonly room = new AnswerRoom();
  readonly trace: GatewayTrace;
  private readonly options: GatewayOptions;
  private readonly parts: GatewayParts;
  private readonly consumers = new ConsumerRegistry();
  private readonly questions: Questions;
  private readonly keys: KeySource;
  private readonly listeners: HttpServers;
  private readonly ports = new Set<string>();
  private readonly faults: FaultRegistry;
  private readonly holds: HoldRegistry;
  private awaitsPrograms = false;
  private level: ProtectionLevel;
  private serving: GatewayInfo | undefined;

  /** @param authority who may call; undefined in tests: any program */
  constructor(options: GatewayOptions, parts: GatewayParts, authority: Authority | undefined) {
    this.options = options;
    this.parts = parts;
    this.level = options.level;
    const { schedule } = parts;
    const { definition, place, allowedHosts } = options;
    this.questions = new Questions(schedule, () =>
      this.control.broadcast(questionsChanged, { questions: this.questions.list() }),
    );
    const gate = new ProgramGate({
      connection: definition.name,
      readLevel: () => this.level,
      own: { account: options.account, region: place.region },
      questions: this.questions,
      nameProgram: ({ caller }) => this.consumers.describe(caller).name,
    });
    this.keys = parts.createKeys(this.questions);
    const { keys } = this;
    this.upstream = new Upstream(place.endpoint, { schedule, room: this.room, proxies: options.proxies });
    const now = (): number => parts.now();
    const offset = new ClockOffset(now);
    const { endpoint, region } = place;
    const signer = new RequestSigner({ keys, offset, region, now });
    this.trace = new GatewayTrace({
      endpoint,
      region,
      schedule,
      ownCalls: new OwnCalls({ endpoint, offset, keys, signer, upstream: this.upstream }),
      now,
      consumer: (caller) => this.consumers.describe(caller),
      regionOf: (caller) => (isAwsPlace(place) ? region : caller.region),
      onHoldFailed: (failure) => this.control.broadcast(holdFailed, failure),
      onFindings: (findings) => this.control.broadcast(findingsChanged, { findings }),
    });
    const queues = new EndpointQueues();
    this.faults = new FaultRegistry({
      engine: queues,
      schedule,
      report: (fault) => this.trace.recorder.recordFault(fault),
      onChange: () => this.control.broadcast(faultsChanged, { plans: this.faults.list() }),
    });
    this.holds = new HoldRegistry({
      hold: (holder) => this.trace.holds.hold(String(holder)),
      release: (holder) => this.trace.holds.release(String(holder)),
      isAlive,
      schedule,
      onLapse: () => undefined,
    });
    this.control = this.createControl(gate, queues, authority);
    const front: FrontOptions = {
      // No page may call a real endpoint.
      config: { region: place.region, account: ACCOUNT, allowedHosts, allowedOrigins: [] },
      authority,
      identifyConsumer: (accessKeyId, userAgent) => this.consumers.identify(accessKeyId, userAgent),
      onDefect: (error) => this.logDefect(error),
    };
    const { server, listener } = createFrontServer(
      front,
      createUpstreamService({
        front,
        place,
        endpoint: new URL(endpoint),
        address: { ports: this.ports, allowedHosts: new Set(allowedHosts.map((host) => host.toLowerCase())) },
        awaitsPrograms: () => this.awaitsPrograms,
        keys,
        signer,
        keepsRegion: !isAwsPlace(place),
        offset,
        upstream: this.upstream,
        room: this.room,
        gate,
        listener: this.trace.observer,
        faults: new GatewayFaults({ trace: this.trace, registry: this.faults, queues }),
      }),
    );
    const secure = parts.secure?.createServer(listener, front);
    const servers = secure === undefined ? [server] : [server, secure];
    for (const one of servers) {
      one.on('upgrade', (request, stream, head) => this.control.handleUpgrade(request, stream, head));
    }
    this.listeners = new HttpServers(servers, (line) => parts.log(line));
  }

  /** Makes a gateway that only programs of launches may call. */
  static async create(options: GatewayOptions, parts: GatewayParts): Promise<Gateway> {
    const { place } = options;
    const regions = isAwsPlace(place) ? new Set([place.region]) : undefined;
    return new Gateway(options, parts, await openLaunchAuthority(ACCOUNT, regions));
  }

  get info(): GatewayInfo {
    if (this.serving === undefined) throw new Error('The gateway is not ready yet.');
    return { ...this.serving, level: this.level };
  }

  /** Starts to listen. Rejects with Node's error if a port cannot be bound. */
  async listen(): Promise<GatewayInfo> {
    const { definition, place, port, tlsPort } = this.options;
    const taken = await this.listeners.listen(listAddresses('localhost'), [port, tlsPort]);
    for (const each of taken) this.ports.add(String(each));
    if (this.options.startsAgain === true) {
      this.awaitsPrograms = true;
      this.parts.schedule(AWAITS_PROGRAMS_MS, () => {
        this.awaitsPrograms = false;
      });
    }
    const startedAt = this.parts.now();
    this.serving = describeGateway(definition, place, this.level, this.parts.secure, taken, startedAt);
    return this.serving;
  }

  /** Ends in order: no new connections, calls under way are finished, for a moment; then all is closed. */
  async close(): Promise<void> {
    const closed = this.listeners.close();
    this.questions.close();
    this.holds.stop();
    this.trace.stop();
    this.control.close();
    this.listeners.closeIdleConnections();
    const cancel = this.parts.schedule(FINISH_MS, () => this.endConnections());
    await closed;
    cancel();
    this.upstream.close();
    this.keys.close();
  }

  /** Closes what is still connected, whatever is under way. */
  endConnections(): void {
    this.control.terminate();
    this.listeners.closeAllConnections();
  }

  private createControl(
    gate: ProgramGate,
    queues: EndpointQueues,
    authority: Authority | undefined,
  ): ControlFront {
    const { schedule, keepAlive, token } = this.parts;
    // No page may connect, whatever its origin.
    const guard = createGuardRules(this.options.allowedHosts, []);
    const handlers = createGatewayHandlers({
      gate,
      questions: this.questions,
      holds: this.holds,
      inFlight: this.trace,
      consumers: this.consumers,
      recorder: this.trace.recorder,
      findings: this.trace.findings,
      faults: this.faults,
      engine: queues,
      schedule,
      admitSession: (session) => authority?.admitSession(session) ?? { ok: true, value: undefined },
      info: () => this.info,
      setLevel: (level) => {
        this.level = level;
      },
      stop: () => this.parts.onStopRequested(),
    });
    return new ControlFront({
      methods: createMethodTable(GATEWAY_METHODS, handlers, undefined),
      schedule,
      keepAlive,
      log: (line) => this.parts.log(line),
      admission: {
        token,
        maximumSessions: MAXIMUM_SESSIONS,
        refuseRequest: (request) => refuseRequest(request, guard),
      },
      onSessionOpened: () => this.trace.recorder.rememberContents(),
      onSessionClosed: (session) => void this.holds.leave(session),
    });
  }

  private logDefect(error: unknown): void {
    this.parts.log(`gateway: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function isAwsPlace({ identityEndpoint }: Place): boolean {
  return identityEndpoint !== undefined;
}
