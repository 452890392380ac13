import type { PageWay } from './pageWay.ts';

/** Ways by elements and the address: what a page does without a line of network code. */
export const ELEMENT_WAYS: readonly PageWay[] = [
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
];
