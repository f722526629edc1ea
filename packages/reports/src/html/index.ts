/** The HTML report, apart from the other forms: most runs do not make one. */
export { toHtml } from "./to-html.ts";
