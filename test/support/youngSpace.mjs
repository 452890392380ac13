// Loaded into a broker before it runs: says ten times a second on standard error how much V8 has for young objects.
import { getHeapSpaceStatistics } from 'node:v8';

setInterval(() => {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  console.error(`young ${young?.space_size}`);
}, 100).unref();
