import { h, link, outside } from '../dom.js';
import { master } from '../cluster.js';
import { ago, short } from '../format.js';
import { table } from '../table.js';
import { amounts, frameworkPage } from './columns.js';

export default async function frameworks() {
  const { frameworks: live } = await master('state-summary');
  return h('div', {}, h('h1', {}, 'Frameworks'),
    table('Connected', columns(), live.filter((framework) => framework.connected)),
    table('Not connected', columns(), live.filter((framework) => !framework.connected)));
}

const columns = () => [
  { title: 'Id', of: (framework) => framework.id, show: (framework) => link(frameworkPage(framework.id), short(framework.id)) },
  { title: 'Name', of: (framework) => framework.name, show: (framework) => link(frameworkPage(framework.id), framework.name) },
  { title: 'User', of: (framework) => framework.user },
  { title: 'Roles', of: (framework) => (framework.roles ?? [framework.role]).join(', ') },
  { title: 'Running', of: (framework) => framework.TASK_RUNNING, number: true },
  ...amounts((framework) => framework.used_resources),
  { title: 'Host', of: (framework) => framework.hostname },
  { title: 'Page', of: (framework) => framework.webui_url ?? '', show: (framework) => outside(framework.webui_url) },
  { title: 'Registered', of: (framework) => framework.registered_time, show: (framework) => ago(framework.registered_time) },
];
