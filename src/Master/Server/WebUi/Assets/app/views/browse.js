import { h, link } from '../dom.js';
import { agent as ask, downloadUrl } from '../cluster.js';
import { ago, bytes } from '../format.js';
import { table } from '../table.js';
import { agentPage, browsePage, pailPage } from './columns.js';

const name = (file) => file.path.slice(file.path.lastIndexOf('/') + 1);
const isDirectory = (file) => file.mode.startsWith('d');

export default async function browse({ agent, path = '' }) {
  const files = await ask(agent, 'files/browse', { path });
  return h('div', {}, h('h1', {}, name({ path }) || 'Files'), trail(agent, path), table('Files', [
    { title: 'Name', of: name, wide: true,
      show: (file) => (isDirectory(file) ? link(browsePage(agent, file.path), `${name(file)}/`) : link(pailPage(agent, file.path), name(file))) },
    { title: 'Mode', of: (file) => file.mode },
    { title: 'Owner', of: (file) => `${file.uid} ${file.gid}` },
    { title: 'Size', of: (file) => file.size, show: (file) => (isDirectory(file) ? '' : bytes(file.size)), number: true },
    { title: 'Changed', of: (file) => file.mtime, show: (file) => ago(file.mtime) },
    { title: '', of: () => '', show: (file) => (isDirectory(file) ? '' : link(downloadUrl(agent, file.path), 'Download')) },
  ], files));
}

export function trail(agent, path) {
  const parts = path.split('/').filter(Boolean);
  return h('p', { class: 'trail' }, link(agentPage(agent), 'agent'), parts.map((part, index) =>
    [' / ', index < parts.length - 1 && index >= parts.length - 3 ? link(browsePage(agent, `/${parts.slice(0, index + 1).join('/')}`), part) : part]));
}
