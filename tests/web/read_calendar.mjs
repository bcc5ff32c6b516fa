// Reads a calendar from standard input with two libraries, and prints what each understood, as JSON.
import { readFileSync } from "node:fs";

import ICAL from "ical.js";
import ical from "node-ical";

const text = readFileSync(0, "utf8");
const day = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

const component = new ICAL.Component(ICAL.parse(text));
const byIcalJs = component.getAllSubcomponents("vevent").map((one) => {
  const event = new ICAL.Event(one);
  return {
    uid: event.uid,
    summary: event.summary,
    start: event.startDate.toString(),
    isDay: event.startDate.isDate,
    sequence: event.sequence,
  };
});
const byNodeIcal = Object.values(ical.sync.parseICS(text))
  .filter((one) => one.type === "VEVENT")
  .map((one) => ({
    uid: one.uid,
    summary: one.summary.val ?? one.summary,
    start: day(one.start),
    isDay: one.datetype === "date",
    sequence: Number(one.sequence),
  }));
process.stdout.write(JSON.stringify({ byIcalJs, byNodeIcal }));
