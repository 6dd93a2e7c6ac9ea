// A file, from near its end on, followed as it grows.

import { h, link } from '../dom.js';
import { agent as ask, downloadUrl } from '../cluster.js';
import { trail } from './browse.js';

const piece = 64 * 1024;
const every = 1000;

export default async function pail({ agent, path }, { isCurrent, afresh }) {
  if (!afresh) return null; // It follows the file by itself.
  const { offset: size } = await ask(agent, 'files/read', { path });
  const text = h('div', { class: 'pail', role: 'log', tabindex: 0 });
  const view = { start: Math.max(0, size - piece), end: Math.max(0, size - piece), agent, path, text };
  await more(view);
  const follow = h('input', { type: 'checkbox', checked: true, id: 'follow' });
  const timer = setInterval(async () => {
    if (!text.isConnected) { clearInterval(timer); return; }
    await more(view);
    if (follow.checked) text.scrollTop = text.scrollHeight;
  }, every);
  requestAnimationFrame(() => { text.scrollTop = text.scrollHeight; });
  return isCurrent() && h('div', {}, h('h1', {}, path.slice(path.lastIndexOf('/') + 1)), trail(agent, path),
    h('div', { class: 'tools' }, h('label', { for: 'follow' }, follow, ' Follow'),
      h('button', { type: 'button', onclick: () => earlier(view) }, 'Earlier'), link(downloadUrl(agent, path), 'Download')), text);
}

// Pieces are counted in the bytes that were asked for: what a piece decodes to may be longer or shorter.

async function more(view) {
  const { offset: size } = await ask(view.agent, 'files/read', { path: view.path });
  const length = Math.min(piece, size - view.end);
  if (length <= 0) return;
  const from = view.end;
  view.end += length;
  view.text.append(await read(view, from, length));
}

async function earlier(view) {
  const from = Math.max(0, view.start - piece);
  if (from === view.start) return;
  const length = view.start - from;
  view.start = from;
  view.text.prepend(await read(view, from, length));
}

const read = async (view, offset, length) => (await ask(view.agent, 'files/read', { path: view.path, offset, length })).data;
