/** What nx.json calls the plugin. */
export const PLUGIN = '@basewright/nx';
