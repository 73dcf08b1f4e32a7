// Reading the contract files that Python and JavaScript both run.
import { readFileSync } from "node:fs";

/** @param {string} name @returns {any} */
export const told = (name) => JSON.parse(readFileSync(new URL(`../../contract/${name}`, import.meta.url), "utf8"));
export const { rulebook, categories } = told("rulebook.json");
