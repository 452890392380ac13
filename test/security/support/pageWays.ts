/**
 * What a page is given to attack with. The browser runs the functions of this file inside the page, so they use nothing
 * but their argument.
 */
export interface Target {
  /** Purges the queue. */
  readonly purge: string;
  /** Receives from it. */
  readonly receive: string;
  /** Shows its messages. */
  readonly view: string;
  /** The queue's URL, without a call. */
  readonly queue: string;
  /** The page's own server. */
  readonly home: string;
  /** The way's own. */
  readonly argument: string;
}

export interface PageWay {
  readonly name: string;
  readonly argument?: string;
  /** Runs in the page; resolves with what the page could read of an answer, if with anything. */
  readonly run: (target: Target) => Promise<string | undefined>;
  /** Chromium keeps these from leaving the page, or may do so: they count, but need not reach the broker. */
  readonly mayStay?: true;
  /** Only pages of HTTP and HTTPS have it. */
  readonly needsServer?: true;
}

/** Every way in which a page can have a browser send something, as far as Chromium has it. */
export const PAGE_WAYS: readonly PageWay[] = [
  {
    name: 'prefetches by speculation rules',
    run: async ({ purge }) => {
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      rules.textContent = JSON.stringify({
        prefetch: [{ source: 'list', urls: [purge], eagerness: 'immediate' }],
      });
      document.head.append(rules);
      return undefined;
    },
    needsServer: true,
  },
  {
    name: 'prerenders by speculation rules',
    run: async ({ purge }) => {
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      rules.textContent = JSON.stringify({
        prerender: [{ source: 'list', urls: [purge], eagerness: 'immediate' }],
      });
      document.head.append(rules);
      return undefined;
    },
    needsServer: true,
  },
  ...['prefetch', 'preload', 'prerender', 'stylesheet', 'modulepreload', 'manifest', 'icon'].map(
    (rel): PageWay => ({
      name: `links with rel=${rel}`,
      argument: rel,
      run: async ({ purge, argument }) => {
        const link = document.createElement('link');
        link.rel = argument;
        link.as = 'image';
        link.href = purge;
        document.head.append(link);
        return undefined;
      },
      ...(['prerender', 'modulepreload', 'manifest', 'icon'].includes(rel) ? { mayStay: true } : {}),
    }),
  ),
  {
    name: 'shows an image',
    run: async ({ purge }) => {
      const image = document.createElement('img');
      image.referrerPolicy = 'no-referrer';
      image.src = purge;
      document.body.append(image);
      return undefined;
    },
  },
  {
    name: 'plays a video',
    run: async ({ purge }) => {
      const video = document.createElement('video');
      video.src = purge;
      document.body.append(video);
      return undefined;
    },
  },
  {
    name: 'loads a style sheet’s picture',
    run: async ({ purge }) => {
      document.body.style.backgroundImage = `url("${purge}")`;
      return undefined;
    },
  },
  {
    name: 'runs a script',
    run: async ({ purge }) => {
      const script = document.createElement('script');
      script.src = purge;
      document.head.append(script);
      return undefined;
    },
  },
  {
    name: 'reads a frame',
    run: ({ receive }) =>
      new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.addEventListener('load', () => {
          // Null for a document of another origin.
          resolve(frame.contentDocument?.body.textContent || undefined);
        });
        frame.src = receive;
        document.body.append(frame);
      }),
  },
  {
    name: 'embeds an object',
    run: async ({ purge }) => {
      const object = document.createElement('object');
      object.data = purge;
      document.body.append(object);
      return undefined;
    },
  },
  {
    name: 'submits a form by GET',
    run: async ({ queue }) => {
      const form = document.createElement('form');
      form.action = queue;
      form.innerHTML = '<input name="Action" value="PurgeQueue">';
      document.body.append(form);
      form.submit();
      return undefined;
    },
  },
  ...['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'].map(
    (type): PageWay => ({
      name: `submits a form by POST as ${type}`,
      argument: type,
      run: async ({ queue, argument }) => {
        const form = document.createElement('form');
        form.action = queue;
        form.method = 'POST';
        form.enctype = argument;
        form.innerHTML = '<input name="Action" value="PurgeQueue">';
        document.body.append(form);
        form.submit();
        return undefined;
      },
    }),
  ),
  {
    name: 'goes there',
    run: async ({ purge }) => {
      location.assign(purge);
      return undefined;
    },
  },
  {
    name: 'goes there by a refresh',
    run: async ({ purge }) => {
      const refresh = document.createElement('meta');
      refresh.httpEquiv = 'refresh';
      refresh.content = `0;url=${purge}`;
      document.head.append(refresh);
      return undefined;
    },
  },
  {
    name: 'follows a link without a referrer',
    run: async ({ purge }) => {
      const link = document.createElement('a');
      link.href = purge;
      link.rel = 'noreferrer';
      document.body.append(link);
      link.click();
      return undefined;
    },
  },
  {
    name: 'audits a link with ping',
    run: async ({ queue, purge }) => {
      const link = document.createElement('a');
      link.href = '#here';
      link.ping = `${purge}&from=${encodeURIComponent(queue)}`;
      document.body.append(link);
      link.click();
      return undefined;
    },
  },
  {
    name: 'sends a beacon',
    run: async ({ queue, purge }) => {
      navigator.sendBeacon(purge, 'x');
      navigator.sendBeacon(queue, new URLSearchParams({ Action: 'PurgeQueue' }));
      return undefined;
    },
  },
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
