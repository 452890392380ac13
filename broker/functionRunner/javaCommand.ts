import { readdirSync, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import type { FunctionCode, RuntimeCommand } from './functionCode.ts';

/** In the folder of our own loops. */
export const JAVA_LOOP = 'Loop.java';
/** Of the classes of that loop. */
export const JAVA_LOOP_PACKAGE = 'queueside.loop';
const LOOP_CLASS = `${JAVA_LOOP_PACKAGE}.Loop`;

/** Share of the memory size, as on Lambda. */
const HEAP_PERCENT = 85;

/** The client of AWS, which needs a native library that exists for Linux only. */
const AWS_CLIENT = 'com.amazonaws.services.lambda.runtime.api.client.AWSLambda';
const AWS_CLIENT_JAR = /^aws-lambda-java-runtime-interface-client-\d.*\.jar$/;

/** Where classes are below the folder of a function: in a package of Lambda, and where Maven and Gradle put them. */
const CLASS_FOLDERS = [
  '.',
  'target/classes',
  'build/classes/java/main',
  'build/classes/kotlin/main',
  'build/resources/main',
];
/** The same for JAR files. */
const JAR_FOLDERS = ['.', 'lib', 'target/dependency', 'target/lib', 'target', 'build/libs', 'build/lib'];
/** JAR files that a build writes beside the one that runs. */
const NO_CODE = /^original-|-(?:sources|javadoc|tests|plain)\.jar$/;

/** Java from the JAR files and class folders that exist below the folder; what CLASSPATH says comes first. */
export function describeJava(code: FunctionCode): RuntimeCommand {
  const { directory, environment, handler, memory, loops, javaClasses } = code;
  const { CLASSPATH: own } = environment;
  const found = listClassPath(directory);
  const usesAws = process.platform === 'linux' && found.some((entry) => AWS_CLIENT_JAR.test(basename(entry)));
  const loop = usesAws || javaClasses === undefined ? [] : [javaClasses];
  return {
    ok: true,
    command: [
      findJavaProgram('java', environment),
      `-Xmx${Math.floor((memory * HEAP_PERCENT) / 100)}m`,
      // For short lives: half the time to start.
      '-XX:TieredStopAtLevel=1',
      '-cp',
      [...(own === undefined || own === '' ? [] : [own]), ...found, ...loop].join(delimiter),
      ...(usesAws ? [AWS_CLIENT, handler] : [loop[0] === undefined ? join(loops, JAVA_LOOP) : LOOP_CLASS]),
    ],
  };
}

/** A program of the JDK: that of JAVA_HOME, else of the PATH. */
export function findJavaProgram(name: string, { JAVA_HOME: home }: NodeJS.ProcessEnv): string {
  return home === undefined || home === '' ? name : join(home, 'bin', name);
}

function listClassPath(directory: string): readonly string[] {
  if (directory.endsWith('.jar')) return [directory];
  const folders = CLASS_FOLDERS.map((name) => join(directory, name)).filter(isFolder);
  return [...folders, ...JAR_FOLDERS.flatMap((name) => listJars(join(directory, name)))];
}

function listJars(folder: string): readonly string[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jar') && !NO_CODE.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
