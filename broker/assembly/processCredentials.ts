import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { SessionCredential } from '../calls/sessionCredential.ts';
import { fail, type Result, succeed } from '../engine/base/result.ts';
import { createAccessKeyId } from '../protocol/accessKeyId.ts';
import type { ProcessCredential } from '../protocol/processCredential.ts';
import type { ConsumerRegistry } from '../trace/consumers.ts';

/** Processes with credentials at one time. Those that run keep theirs: beyond it, no other one is started. */
export const MAXIMUM_CREDENTIALS = 5000;

export interface CredentialPorts {
  readonly consumers: ConsumerRegistry;
  /** Lets a process sign as a user, until it is revoked. Errors: InvalidParameterValue. */
  admitProcess(session: SessionCredential): Result<undefined>;
  revokeProcess(accessKeyId: string): void;
}

/** The credentials of the processes that a runner starts: each has its own, by which its calls are known, until it has ended. */
export class ProcessCredentials {
  private readonly ports: CredentialPorts;
  /** Names by access key id. */
  private readonly valid = new Map<string, string>();

  constructor(ports: CredentialPorts) {
    this.ports = ports;
  }

  /** Errors: those of {@link CredentialPorts.admitProcess}; OverLimit beyond {@link MAXIMUM_CREDENTIALS}. */
  admit(name: string, user: string): Result<ProcessCredential> {
    if (this.valid.size >= MAXIMUM_CREDENTIALS) {
      return fail(
        'OverLimit',
        l10n.t(
          '{0} processes of this broker have keys of their own, which is the limit. End some of them first.',
          MAXIMUM_CREDENTIALS,
        ),
      );
    }
    const accessKeyId = createAccessKeyId(randomBytes(17));
    const secretAccessKey = randomBytes(30).toString('base64url');
    const admitted = this.ports.admitProcess({ accessKeyId, secretAccessKey, user });
    if (!admitted.ok) return admitted;
    this.ports.consumers.registerProcess(accessKeyId, name);
    this.valid.set(accessKeyId, name);
    return succeed({ accessKeyId, secretAccessKey });
  }

  setProcessId(accessKeyId: string, processId: number): void {
    const name = this.valid.get(accessKeyId);
    if (name !== undefined) this.ports.consumers.registerProcess(accessKeyId, name, processId);
  }

  /** The process has ended: its keys sign nothing more. Its name stays known for as long as the broker remembers it. */
  revoke(accessKeyId: string): void {
    if (!this.valid.delete(accessKeyId)) return;
    this.ports.revokeProcess(accessKeyId);
    this.ports.consumers.forgetProcess(accessKeyId);
  }
}
