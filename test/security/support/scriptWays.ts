import type { PageWay } from './pageWay.ts';

/** Ways by scripts, workers and sockets, and by redirects of the page's own server. */
export const SCRIPT_WAYS: readonly PageWay[] = [
  {
    name: 'fetches without asking (no-cors)',
    run: async ({ purge, receive }) => {
      await fetch(purge, { mode: 'no-cors', referrerPolicy: 'no-referrer' }).catch(() => undefined);
      await fetch(purge, { mode: 'no-cors', method: 'POST', keepalive: true }).catch(() => undefined);
      const answer = await fetch(receive, { mode: 'no-cors' }).catch(() => undefined);
      return (await answer?.text().catch(() => undefined)) || undefined;
    },
  },
  {
    name: 'fetches with an Origin',
    run: async ({ receive }) => {
      const answer = await fetch(receive).catch(() => undefined);
      return answer?.text();
    },
  },
  {
    name: 'fetches after a preflight',
    run: async ({ queue }) => {
      const answer = await fetch(queue, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'AmazonSQS.PurgeQueue' },
        body: JSON.stringify({ QueueUrl: queue }),
      }).catch(() => undefined);
      return answer?.text();
    },
  },
  {
    name: 'looks by XMLHttpRequest',
    run: ({ view }) =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.addEventListener('loadend', () => resolve(request.responseText || undefined));
        request.open('GET', view);
        request.send();
      }),
  },
  {
    name: 'listens by EventSource',
    run: ({ receive }) =>
      new Promise((resolve) => {
        const source = new EventSource(receive);
        source.addEventListener('error', () => {
          source.close();
          resolve(undefined);
        });
        source.addEventListener('message', ({ data }) => resolve(String(data)));
      }),
  },
  {
    name: 'opens a WebSocket',
    run: ({ purge }) =>
      new Promise((resolve) => {
        const socket = new WebSocket(purge.replace(/^http/, 'ws'));
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve(undefined));
      }),
  },
  {
    name: 'opens the control channel',
    run: ({ queue }) =>
      new Promise((resolve) => {
        const url = new URL(queue);
        const socket = new WebSocket(
          `${url.protocol.replace('http', 'ws')}//${url.host}/control?of=${url.pathname}`,
        );
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve(undefined));
      }),
  },
  {
    name: 'fetches from a worker',
    run: ({ purge, receive }) =>
      new Promise((resolve) => {
        const code = `
          const read = async () => {
            await fetch(${JSON.stringify(purge)}, { mode: 'no-cors' }).catch(() => undefined);
            const answer = await fetch(${JSON.stringify(receive)}).catch(() => undefined);
            return answer?.text();
          };
          try { importScripts(${JSON.stringify(purge)}); } catch {}
          read().then((text) => postMessage(text));`;
        const worker = new Worker(URL.createObjectURL(new Blob([code])));
        worker.addEventListener('message', ({ data }) => resolve(data as string | undefined));
      }),
  },
  {
    name: 'starts a worker from there',
    run: async ({ purge }) => {
      try {
        new Worker(purge).addEventListener('error', () => undefined);
      } catch {
        // Another origin's script is no worker.
      }
      return undefined;
    },
    mayStay: true,
  },
  {
    name: 'fetches from a service worker',
    run: async ({ purge, home }) => {
      await navigator.serviceWorker.register(`${home}/serviceWorker.js?url=${encodeURIComponent(purge)}`);
      return undefined;
    },
    needsServer: true,
    mayStay: true,
  },
  {
    name: 'registers a service worker from there',
    run: async ({ purge }) => {
      await navigator.serviceWorker?.register(purge).catch(() => undefined);
      return undefined;
    },
    mayStay: true,
  },
  {
    name: 'follows a redirect',
    run: async ({ purge, home }) => {
      location.assign(`${home}/redirect?status=302&to=${encodeURIComponent(purge)}`);
      return undefined;
    },
  },
  {
    name: 'has an image redirected',
    run: async ({ purge, home }) => {
      const image = document.createElement('img');
      image.src = `${home}/redirect?status=302&to=${encodeURIComponent(purge)}`;
      document.body.append(image);
      return undefined;
    },
  },
  {
    name: 'has a form redirected with its body',
    run: async ({ queue, home }) => {
      const form = document.createElement('form');
      form.action = `${home}/redirect?status=307&to=${encodeURIComponent(queue)}`;
      form.method = 'POST';
      form.innerHTML = '<input name="Action" value="PurgeQueue">';
      document.body.append(form);
      form.submit();
      return undefined;
    },
  },
  {
    name: 'has a prefetch redirected',
    run: async ({ purge, home }) => {
      const rules = document.createElement('script');
      const urls = [`${home}/redirect?status=302&to=${encodeURIComponent(purge)}`];
      rules.type = 'speculationrules';
      rules.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls, eagerness: 'immediate' }] });
      document.head.append(rules);
      return undefined;
    },
    needsServer: true,
    mayStay: true,
  },
  {
    name: 'has violations of its policy reported',
    run: async ({ purge, home }) => {
      const frame = document.createElement('iframe');
      frame.src = `${home}/reporting?to=${encodeURIComponent(purge)}`;
      document.body.append(frame);
      return undefined;
    },
  },
];
