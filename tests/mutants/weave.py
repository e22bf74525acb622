"""All mutants of one source file in one text, each asleep until MUTANT says its number.

Built once, a program that has every mutant in it can be tried thousands of times; built anew for each mutant, the same takes
days. What a mutant is comes from `cargo mutants --list --json`; what cannot be woven (a const fn, a chain of lets) or does not
compile is left out.
"""

import tree_sitter
import tree_sitter_rust

ON = "crate::mutant::on"
SWITCH = """
pub mod mutant {
    pub fn on(number: usize) -> bool {
        static ON: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
        *ON.get_or_init(|| std::env::var("MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0)) == number
    }
}
"""
BINARY = ("binary_expression", "compound_assignment_expr")
# As an operand these need parentheses of their own.
LOOSE = ("binary_expression", "type_cast_expression", "closure_expression", "range_expression")


class Weaver:
    def __init__(self, text, mutants):
        """`mutants`: (number, mutant) of this file."""
        self.source = text.encode()
        self.lines = text.split("\n")
        self.mutants = {}
        tree = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language())).parse(self.source)
        self.root = tree.root_node
        places = self.places()
        for number, mutant in mutants:
            node = self.node_of(mutant, places)
            if node is not None:
                self.mutants.setdefault(key(node), []).append((number, mutant))

    def woven(self):
        return self.render(self.root)

    def offset(self, point):
        before = sum(len(line.encode()) + 1 for line in self.lines[: point["line"] - 1])
        return before + len(self.lines[point["line"] - 1][: point["column"] - 1].encode())

    def places(self):
        """Nodes by genre of mutant and by the byte a mutant of it begins at; functions as a list."""
        found = {"FnValue": [], "BinaryOperator": {}, "UnaryOperator": {}, "MatchArm": {}, "MatchArmGuard": {}, "StructField": {}}
        rest = [self.root]
        while rest:
            node = rest.pop()
            rest.extend(node.children)
            if node.type == "function_item" and node.child_by_field_name("body"):
                found["FnValue"].append(node)
            elif node.type in BINARY:
                found["BinaryOperator"][node.child_by_field_name("operator").start_byte] = node
            elif node.type == "unary_expression":
                found["UnaryOperator"][node.start_byte] = node
            elif node.type == "match_arm":
                found["MatchArm"][node.start_byte] = node
            elif node.type == "match_pattern" and node.child_by_field_name("condition"):
                found["MatchArmGuard"][node.child_by_field_name("condition").start_byte] = node
            elif node.type in ("field_initializer", "shorthand_field_initializer"):
                found["StructField"][node.start_byte] = node
        return found

    def node_of(self, mutant, places):
        start, end = self.offset(mutant["span"]["start"]), self.offset(mutant["span"]["end"])
        if mutant["genre"] != "FnValue":
            node = places[mutant["genre"]].get(start)
            return None if node is not None and self.in_let_chain(node) else node
        bodies = [(f, f.child_by_field_name("body")) for f in places["FnValue"]]
        around = [(f, body) for f, body in bodies if body.start_byte < start and end < body.end_byte]
        if not around:
            return None
        function, body = max(around, key=lambda pair: pair[1].start_byte)
        return None if "const fn" in self.text(function.start_byte, body.start_byte) else body

    def in_let_chain(self, node):
        while node is not None and node.type in ("binary_expression", "parenthesized_expression", "let_chain"):
            if node.type == "let_chain":
                return True
            node = node.parent
        return False

    def text(self, start, end):
        return self.source[start:end].decode()

    def plain(self, node):
        return self.text(node.start_byte, node.end_byte)

    def render(self, node):
        mutants = self.mutants.get(key(node), [])
        if mutants and node.type == "block":
            returns = "".join(f" if {ON}({n}) {{ return {m['replacement']}; }}" for n, m in mutants)
            return "{" + returns + self.children(node)[1:]
        if mutants and node.type in BINARY:
            return self.binary(node, mutants)
        if mutants and node.type == "unary_expression":
            operator, operand = self.plain(node.children[0]), node.children[1]
            (number, _), = mutants
            return f"(if {ON}({number}) {{ ({self.plain(operand)}) }} else {{ {operator}({self.render(operand)}) }})"
        if mutants and node.type == "match_arm":
            return self.arm(node, mutants[0][0])
        if mutants and node.type == "match_pattern":
            condition = node.child_by_field_name("condition")
            return self.text(node.start_byte, condition.start_byte) + self.guard(node)
        if mutants and node.type.endswith("field_initializer"):
            return self.field(node, mutants[0][0])
        return self.children(node)

    def binary(self, node, mutants):
        """Only one mutant is ever awake, so that its own branch needs no others inside."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = self.plain(node.child_by_field_name("operator"))

        def side(node, text):
            return f"({text})" if node.type in LOOSE else text

        branches = "".join(
            f"if {ON}({n}) {{ {side(left, self.plain(left))} {m['replacement']} {side(right, self.plain(right))} }} else "
            for n, m in mutants
        )
        whole = f"{side(left, self.render(left))} {operator} {side(right, self.render(right))}"
        if node.type == "compound_assignment_expr":
            return f"{branches}{{ {whole} }}"
        return f"({branches}{{ {whole} }})"

    def arm(self, node, number):
        pattern = node.child_by_field_name("pattern")
        condition = pattern.child_by_field_name("condition")
        rest = self.children(node, pattern.end_byte, node.end_byte)
        if condition is None:
            return self.children(node, node.start_byte, pattern.end_byte) + f" if !{ON}({number}) " + rest
        head = self.text(node.start_byte, condition.start_byte)
        return f"{head}!{ON}({number}) && ({self.guard(pattern)}){rest}"

    def guard(self, pattern):
        text = self.render(pattern.child_by_field_name("condition"))
        for number, mutant in self.mutants.get(key(pattern), []):
            always = mutant["replacement"] == "true"
            text = f"({ON}({number}) || ({text}))" if always else f"(!{ON}({number}) && ({text}))"
        return text

    def field(self, node, number):
        """Left out, a field is that of the base."""
        value = node.child_by_field_name("value")
        name = self.plain(node.child_by_field_name("field") or node.children[0])
        base = next((one for one in node.parent.children if one.type == "base_field_initializer"), None)
        if base is None:
            return self.children(node)
        kind, base = self.plain(node.parent.parent.child_by_field_name("name")), self.plain(base)[2:].strip()
        own = name if value is None else self.render(value)
        return f"{name}: if {ON}({number}) {{ let woven: {kind} = {base}; woven.{name} }} else {{ {own} }}"

    def children(self, node, start=None, end=None):
        start = node.start_byte if start is None else start
        end = node.end_byte if end is None else end
        text, place = "", start
        for child in node.children:
            if start <= child.start_byte and child.end_byte <= end:
                text += self.text(place, child.start_byte) + self.render(child)
                place = child.end_byte
        return text + self.text(place, end)


def key(node):
    return node.start_byte, node.end_byte, node.type
