import type { ProgramCommand } from '../programs/command.ts';

/** What is needed to know the command line of a function. */
export interface FunctionCode {
  /** Such as `nodejs24.x`. */
  readonly runtime: string;
  readonly handler: string;
  /** The folder of its code, absolute; for Java, it may be a JAR file. */
  readonly directory: string;
  /** MB */
  readonly memory: number;
  /** All variables that it will have. */
  readonly environment: NodeJS.ProcessEnv;
  /** The folder of our own loops, absolute. */
  readonly loops: string;
  /** Of the classes of the loop for Java, absolute; absent: the launcher compiles it. */
  readonly javaClasses?: string | undefined;
}

/** `failure` is a sentence. */
export type RuntimeCommand =
  | { readonly ok: true; readonly command: ProgramCommand }
  | { readonly ok: false; readonly failure: string };
