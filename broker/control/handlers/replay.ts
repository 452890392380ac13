import * as l10n from '@vscode/l10n';
import { nanoid } from 'nanoid';
import { fail, succeed } from '../../engine/base/result.ts';
import { type ReplayState, replayProgressed } from '../../protocol/replay.ts';
import { Throttle } from '../../time/throttle.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import { createEditorCaller, describeEditorCall } from '../editorCall.ts';
import { Replay } from '../../replay/replay.ts';
import type { ControlServices } from '../services.ts';
import type { Session } from '../channel/session.ts';
import type { HandlersOf } from './handler.ts';

const MAXIMUM_REPLAYS = 4;
/** Shortest time between two reports, ms. */
const PROGRESS_MS = 200;

export function createReplayHandlers(
  services: ControlServices,
): HandlersOf<'addToReplay' | 'startReplay' | 'cancelReplay'> {
  /** By session, then by id. A session that is gone takes its replays with it. */
  const bySession = new WeakMap<Session, Map<string, Replay>>();
  const replaysOf = (session: Session): Map<string, Replay> => {
    const known = bySession.get(session);
    if (known !== undefined) return known;
    const replays = new Map<string, Replay>();
    bySession.set(session, replays);
    session.onDispose(() => {
      for (const replay of replays.values()) replay.cancel();
    });
    return replays;
  };
  const withReplay = (
    session: Session,
    replayId: string,
    use: (replay: Replay) => Answer<ReplayState>,
  ): Answer<ReplayState> => {
    const replay = replaysOf(session).get(replayId);
    return replay === undefined ? notFound(l10n.t('There is no replay {0}.', replayId)) : use(replay);
  };
  const open = (session: Session): Replay | undefined => {
    const replays = replaysOf(session);
    for (const [id, replay] of replays) if (replay.isOver) replays.delete(id);
    if (replays.size >= MAXIMUM_REPLAYS) return undefined;
    const replay = createReplay(services, session);
    replays.set(replay.replayId, replay);
    return replay;
  };
  const add = (replay: Replay, sends: Parameters<Replay['add']>[0]): Answer<ReplayState> => {
    if (!replay.isCollecting)
      return fail('UnsupportedOperation', l10n.t('The replay has already started.'), 'replayId');
    return replay.add(sends)
      ? succeed(replay.describe())
      : fail('OverLimit', l10n.t('A replay can have at most 100,000 sends and 64 MiB of bodies.'), 'sends');
  };
  return {
    addToReplay: ({ replayId, sends }, session) => {
      if (replayId !== undefined) return withReplay(session, replayId, (replay) => add(replay, sends));
      const replay = open(session);
      return replay === undefined
        ? fail('OverLimit', l10n.t('A connection can have at most {0} replays.', MAXIMUM_REPLAYS))
        : add(replay, sends);
    },
    startReplay: ({ replayId, speed, toQueueArn }, session) =>
      withReplay(session, replayId, (replay) => {
        if (!replay.isCollecting) {
          return fail('UnsupportedOperation', l10n.t('The replay has already started.'), 'replayId');
        }
        replay.start(speed, toQueueArn);
        return succeed(replay.describe());
      }),
    cancelReplay: ({ replayId }, session) =>
      withReplay(session, replayId, (replay) => {
        replay.cancel();
        return succeed(replay.describe());
      }),
  };
}

function createReplay(services: ControlServices, session: Session): Replay {
  const progress = new Throttle(services.schedule, PROGRESS_MS, () => {
    session.notify(replayProgressed, replay.describe());
  });
  const replay = new Replay(nanoid(8), {
    engine: services.engine,
    createCaller: () => createEditorCaller(services, 'SendMessage'),
    onSent: (caller, queueArn, sizeBytes) =>
      services.onApiCall(describeEditorCall(caller, queueArn, sizeBytes, 1)),
    onProgress: () => progress.notice(),
  });
  return replay;
}
