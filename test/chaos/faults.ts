import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FailedLine, ReadyLine } from '../../broker/protocol/broker.ts';
import type { BrokerStart } from '../crash/ownedBroker.ts';
import { BitFlips, KeyFlip, filesIn } from './flips.ts';
import type { Round } from './round.ts';

/** Answers before a fault, at most. */
const BUSY_ANSWERS = 400;
/** A kill within so many ms finds a broker that starts. */
const START_MS = 300;
/** Reclaim begins after a second. */
const RECLAIM_MS = 1500;
const DAY_S = 86_400;
/** How far ahead the wall clock is, s. */
const STEPS_S = [-400 * DAY_S, -DAY_S, -3600, -6, 0, 6, 360, 3600, DAY_S, 20 * DAY_S, 400 * DAY_S];
const CONTAINER = ['unshare', '--pid', '--net', '--mount-proc', '--fork', '--kill-child'];
const STRANGER = 12_345;
const NOBODY = 65_534;

async function beBusy(round: Round): Promise<Awaited<ReturnType<Round['begin']>>> {
  const life = await round.begin();
  await life.load.afterAnswers(20 + round.random.below(BUSY_ANSWERS));
  return life;
}

async function kill(round: Round): Promise<void> {
  if (round.random.chance(30)) {
    const early = round.spawn();
    await sleep(round.random.below(START_MS));
    await round.kill(early);
  }
  const life = await beBusy(round);
  if (round.random.chance(20)) await sleep(RECLAIM_MS);
  await sleep(round.random.below(20));
  await round.cut(life);
}

/** The wall clock steps under a broker that runs, and between two; the time since the boot goes on. */
async function stepClock(round: Round): Promise<void> {
  const { clock, random } = round;
  assert.ok(clock !== undefined);
  const life = await beBusy(round);
  for (let count = 1 + random.below(3); count > 0; count--) {
    clock.set(random.pick(STEPS_S));
    await life.load.afterMoreAnswers(50);
  }
  if (random.chance(70)) await round.cut(life);
  else await round.finish(life);
  clock.set(random.pick(STEPS_S));
}

/** A broker in namespaces of its own wants the folder, is refused while the owner lives, and has it after that. */
async function useNamespaces(round: Round): Promise<void> {
  const life = await beBusy(round);
  const refused = round.spawn({ wrapper: CONTAINER });
  assert.equal((await refused.refusal()).code, 'DATA_IN_USE');
  await round.bury(refused);
  await life.load.afterMoreAnswers(20);
  await round.cut(life);
  const next = round.spawn({ wrapper: CONTAINER });
  await next.ready();
  await round.kill(next);
}

/** A broker on another kernel: the id of the boot is another one, and so is what its sockets say. */
function onAnotherMachine(round: Round): BrokerStart {
  const bootId = join(round.scratch, `boot-${randomUUID()}`);
  writeFileSync(bootId, `${randomUUID()}\n`);
  const script = 'mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"';
  return { wrapper: ['unshare', '--mount', 'sh', '-c', script, bootId] };
}

/** The owner is paused while another machine takes over the folder, and then continues. */
async function pause(round: Round): Promise<void> {
  const old = await beBusy(round);
  // The heir may have reclaimed a file of the old owner already.
  old.load.tolerate(/taken over by the broker|deleted while the broker ran/);
  old.broker.child.kill('SIGSTOP');
  const heir = round.spawn(onAnotherMachine(round));
  await heir.ready();
  old.broker.child.kill('SIGCONT');
  await old.load.afterRefusals(20);
  await round.cut(old);
  await round.verify(await heir.ready());
  await round.kill(heir);
}

async function fillDisk(round: Round): Promise<void> {
  const life = await beBusy(round);
  life.load.tolerate(/ENOSPC|no space|could not store/);
  round.fillDisk();
  await life.load.afterRefusals(20);
  if (round.random.chance(50)) {
    round.freeDisk();
    await life.load.afterMoreAnswers(50);
    await round.cut(life);
    return;
  }
  await round.cut(life);
  // There may be room for a start, or not.
  const next = round.spawn();
  const line = await next.line;
  if (line?.event === 'ready') await round.verify(line);
  else assert.equal(line?.code, 'DATA_NO_SPACE', line?.message);
  await (line?.event === 'ready' ? round.kill(next) : round.bury(next));
  round.freeDisk();
}

/** The first line of a broker that another user starts on the folder. */
async function startAsNobody(round: Round): Promise<FailedLine | ReadyLine> {
  const place = join(round.scratch, `program-${randomUUID()}`);
  mkdirSync(place);
  const program = join(place, 'broker.js');
  copyFileSync(join('dist', 'broker.js'), program);
  for (const [path, mode] of [
    [round.scratch, 0o711],
    [place, 0o755],
    [program, 0o644],
  ] as const) {
    chmodSync(path, mode);
  }
  const child = spawn(process.execPath, [program, '--port', '0', '--data', round.folder], {
    env: { PATH: process.env.PATH, HOME: place },
    uid: NOBODY,
    gid: NOBODY,
    cwd: place,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
    if (text.includes('\n')) child.kill('SIGTERM');
  });
  await once(child, 'close');
  return JSON.parse(text) as FailedLine | ReadyLine;
}

/** Another user wants the folder; then the folder is another user's, or everybody's. */
async function refuseFolder(round: Round): Promise<void> {
  const life = await beBusy(round);
  const line = await startAsNobody(round);
  assert.ok(line.event === 'failed');
  assert.equal(line.code, 'DATA_NOT_WRITABLE', line.message);
  await life.load.afterMoreAnswers(20);
  await round.cut(life);
  for (const [close, open] of [
    [() => chownSync(round.folder, STRANGER, STRANGER), () => chownSync(round.folder, 0, 0)],
    [() => chmodSync(round.folder, 0o777), () => chmodSync(round.folder, 0o700)],
  ] as const) {
    close();
    const refused = round.spawn();
    assert.equal((await refused.refusal()).code, 'DATA_UNSAFE');
    await round.bury(refused);
    open();
  }
}

async function flipBits(round: Round): Promise<void> {
  const life = await beBusy(round);
  if (round.random.chance(30)) await sleep(RECLAIM_MS);
  await (round.random.chance(50) ? round.cut(life) : round.finish(life));
  // Which messages the records have is known when what was not answered is.
  const settled = round.spawn();
  await round.verify(await settled.ready());
  await round.kill(settled);
  if (round.isSealed && round.random.chance(30)) return flipKeys(round);
  const flips = new BitFlips(filesIn(round.folder), round.random, 2 + round.random.below(5));
  round.noteFlips(...flips.flips);
  const broker = round.spawn();
  await round.verify(await broker.ready(), flips);
  await round.kill(broker);
}

/** What no key opens is set aside and counted, and is back with the key. */
async function flipKeys(round: Round): Promise<void> {
  const flip = new KeyFlip(round.folder, round.random);
  round.noteFlips(flip.flip);
  const broker = round.spawn();
  const line = await broker.line;
  let isNeeded = true;
  if (line?.event === 'ready') isNeeded = (await round.verifyUnreadable(line)) > 0;
  else assert.equal(line?.code, 'DATA_WRONG_KEY', line?.message);
  await round.kill(broker);
  flip.takeBack(isNeeded);
}

export const FAULTS = {
  kill: kill,
  'clock step': stepClock,
  namespaces: useNamespaces,
  'paused owner': pause,
  'full disk': fillDisk,
  'refused folder': refuseFolder,
  'flipped bits': flipBits,
} as const;

export type FaultName = keyof typeof FAULTS;
