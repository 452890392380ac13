import { listProcesses } from '../../../support/processList.mjs';

/** @returns the process ids of the brokers that this extension host has started. */
export function findBrokers(): number[] {
  return listProcesses()
    .filter(({ parent, command }) => parent === process.pid && command.includes('broker.js'))
    .map(({ pid }) => pid);
}
