import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findOnPath } from '../support/process.mjs';
import { findFreePort } from '../support/start/port.mjs';
import { ServerProcess } from './serverProcess.ts';

/** Another emulator of SQS that a package registry has. */
export interface Peer {
  readonly name: string;
  /** The version that the figures in docs/performance.md are of. */
  readonly version: string;
  /** What installs it, on the PATH. */
  readonly tool: string;
  /** Once; without the scripts of npm packages. */
  readonly install: () => void;
  readonly start: () => Promise<ServerProcess>;
}

const FOLDER = resolve('.cache/peers');

const PEERS: readonly Peer[] = [
  makeNpmPeer('fauxqs', '1.9.2'),
  makeNpmPeer('local-aws-sqs', '2.0.2'),
  {
    name: 'ElasticMQ',
    version: '1.7.1',
    tool: 'mvn',
    install() {
      const folder = makeFolder('elasticmq');
      writeFileSync(join(folder, 'pom.xml'), describeElasticMq(this.version));
      run('mvn', ['--quiet', 'dependency:copy-dependencies', '-DoutputDirectory=jars'], folder);
    },
    async start() {
      const port = await findAnyPort();
      const settings = [`-Dnode-address.port=${port}`, `-Drest-sqs.bind-port=${port}`];
      const classPath = join(FOLDER, 'elasticmq', 'jars', '*');
      const args = [...settings, '-Drest-stats.enabled=false', '-cp', classPath];
      return ServerProcess.program('java', [...args, 'org.elasticmq.server.Main'], port);
    },
  },
  {
    name: 'goaws',
    version: '0.4.5',
    tool: 'go',
    install() {
      const module = `github.com/Admiral-Piett/goaws/app/cmd@v${this.version}`;
      run('go', ['install', module], makeFolder('goaws'), { GOBIN: makeFolder('goaws') });
    },
    async start() {
      const port = await findAnyPort();
      const config = join(FOLDER, 'goaws', `${port}.yaml`);
      writeFileSync(
        config,
        `Local:\n  Host: localhost\n  Port: ${port}\n  Region: us-east-1\n  AccountId: "000000000000"\n`,
      );
      return ServerProcess.program(join(FOLDER, 'goaws', 'cmd'), ['-config', config, 'Local'], port);
    },
  },
];

/** Installs those whose tool this machine has, and says which are left out. */
export function installPeers(): readonly Peer[] {
  const found = PEERS.filter(({ name, tool }) => {
    const isFound = findOnPath(tool) !== undefined;
    if (!isFound) console.log(`${name} is left out: ${tool} was not found.`);
    return isFound;
  });
  for (const peer of found) peer.install();
  return found;
}

function makeNpmPeer(name: string, version: string): Peer {
  return {
    name,
    version,
    tool: 'npm',
    install() {
      const folder = makeFolder(name);
      writeFileSync(
        join(folder, 'package.json'),
        JSON.stringify({ private: true, dependencies: { [name]: version } }),
      );
      run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], folder);
    },
    start: () => ServerProcess.start(['test/bench/peerServer.mjs', name, join(FOLDER, name)]),
  };
}

async function findAnyPort(): Promise<number> {
  const port = await findFreePort(0);
  if (port === undefined) throw new Error('No port of the loopback interface is free.');
  return port;
}

function makeFolder(name: string): string {
  const folder = join(FOLDER, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** @throws with what the tool printed when it fails */
function run(tool: string, args: readonly string[], cwd: string, environment: NodeJS.ProcessEnv = {}): void {
  const { status, stdout, stderr, error } = spawnSync(tool, args, {
    cwd,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${tool} could not install into ${cwd}: ${error ?? stderr + stdout}`);
}

function describeElasticMq(version: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>peers</groupId>
  <artifactId>peers</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.elasticmq</groupId>
      <artifactId>elasticmq-server_2.13</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
}
