// The bundle of a document's page.

import { DocumentPage } from "./page.js";

const element = document.querySelector("[data-document]");
if (element) new DocumentPage(element).open();
