import { DebugSession, Event, InitializedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';

/** What a test asks of the adapter by a request of its own, `script`. */
export type Script =
  | { readonly kind: 'emit'; readonly event: string; readonly body: object }
  /** The body of all further answers to a request; `refused` answers that it did not succeed. */
  | { readonly kind: 'answer'; readonly command: string; readonly body?: object; readonly refused?: boolean }
  /** Ends without a word, as an adapter that crashes does. */
  | { readonly kind: 'crash' };

/** Members of a launch configuration that the adapter reads. */
export interface ScriptedLaunch {
  readonly capabilities?: DebugProtocol.Capabilities;
  readonly threads?: readonly number[];
}

/** A debug adapter without a program: it sends the events that a test asks for, when the test asks. */
class ScriptedAdapter extends DebugSession {
  private readonly answers = new Map<string, Extract<Script, { kind: 'answer' }>>();
  private threads: readonly number[] = [];

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    { capabilities, threads = [] }: DebugProtocol.LaunchRequestArguments & ScriptedLaunch,
  ): void {
    this.threads = threads;
    if (capabilities !== undefined) this.sendEvent(new Event('capabilities', { capabilities }));
    this.sendResponse(response);
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: this.threads.map((id) => ({ id, name: `thread ${id}` })) };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse): void {
    response.body = { stackFrames: [], totalFrames: 0 };
    this.sendResponse(response);
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.answer(response);
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.answer(response);
  }

  protected override customRequest(command: string, response: DebugProtocol.Response, script: Script): void {
    if (command === 'script') this.follow(script);
    this.sendResponse(response);
  }

  private follow(script: Script): void {
    switch (script.kind) {
      case 'emit':
        this.sendEvent(new Event(script.event, script.body));
        return;
      case 'answer':
        this.answers.set(script.command, script);
        return;
      case 'crash':
        process.exit(1);
    }
  }

  private answer(response: DebugProtocol.Response): void {
    const { body, refused = false } = this.answers.get(response.command) ?? {};
    if (refused) this.sendErrorResponse(response, 1, 'The test refuses this.');
    else this.sendResponse(Object.assign(response, body === undefined ? {} : { body }));
  }
}

DebugSession.run(ScriptedAdapter);
