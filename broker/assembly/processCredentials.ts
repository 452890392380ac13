import { randomBytes } from 'node:crypto';
import type { SessionCredential } from '../calls/sessionCredential.ts';
import { type Result, succeed } from '../engine/base/result.ts';
import { createAccessKeyId } from '../protocol/accessKeyId.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { ConsumerRegistry } from '../trace/consumers.ts';

/** After so many new processes, those that still run are named again: the broker forgets the oldest of 1,000 names. */
const RENEWED_AFTER = 100;

/** A process that has credentials, and how the trace shows it. */
interface Admitted {
  readonly session: SessionCredential;
  readonly name: string;
  processId: number | undefined;
}

export interface CredentialPorts {
  readonly consumers: ConsumerRegistry;
  /** Lets a process sign as a user. Errors: InvalidParameterValue. */
  admitSession(session: SessionCredential): Result<undefined>;
}

/** The credentials of the processes of pools: each has its own, by which its calls are known. */
export class ProcessCredentials {
  private readonly ports: CredentialPorts;
  private readonly running = new Map<string, Admitted>();
  private sinceRenewal = 0;

  constructor(ports: CredentialPorts) {
    this.ports = ports;
  }

  /** Errors: those of {@link CredentialPorts.admitSession}. */
  admit(name: string, user: string): Result<ProcessCredential> {
    const session = {
      accessKeyId: createAccessKeyId(randomBytes(17)),
      secretAccessKey: randomBytes(30).toString('base64url'),
      user,
    };
    const admitted = this.ports.admitSession(session);
    if (!admitted.ok) return admitted;
    this.ports.consumers.register(session.accessKeyId, name);
    this.running.set(session.accessKeyId, { session, name, processId: undefined });
    this.sinceRenewal++;
    if (this.sinceRenewal >= RENEWED_AFTER) this.renew();
    const { accessKeyId, secretAccessKey } = session;
    return succeed({ accessKeyId, secretAccessKey });
  }

  setProcessId(accessKeyId: string, processId: number): void {
    const known = this.running.get(accessKeyId);
    if (known === undefined) return;
    known.processId = processId;
    this.ports.consumers.register(accessKeyId, known.name, processId);
  }

  /** The process has ended. Its name stays known for as long as the broker remembers it. */
  remove(accessKeyId: string): void {
    this.running.delete(accessKeyId);
  }

  private renew(): void {
    this.sinceRenewal = 0;
    for (const { session, name, processId } of this.running.values()) {
      this.ports.admitSession(session);
      this.ports.consumers.register(session.accessKeyId, name, processId);
    }
  }
}
