import { execFileSync } from 'node:child_process';

/**
 * @typedef {object} ProcessRow
 * @property {number} pid
 * @property {number} parent the id of the process that started it, or that took it over
 * @property {string} command its program and arguments
 */

/** @returns {readonly ProcessRow[]} all processes of this machine that have not ended; POSIX only */
export function listProcesses() {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], {
    encoding: 'utf8',
    maxBuffer: 16_777_216,
  });
  return list.split('\n').flatMap((line) => {
    const [, pid, parent, state = 'Z', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/**
 * @param {number} pid
 * @returns {readonly ProcessRow[]} the process, and all that it has started, and those have started
 */
export function listProcessTree(pid) {
  const all = listProcesses();
  const tree = all.filter((row) => row.pid === pid);
  for (const { pid: parent } of tree) tree.push(...all.filter((row) => row.parent === parent));
  return tree;
}
