package archtest

import (
	"fmt"
	"regexp"
	"strings"
)

// Policy is a parsed policy.txt: which package may import which.
type Policy struct {
	rules []rule
}

type rule struct {
	line     string
	packages *regexp.Regexp
	allowed  []string // patterns, sets resolved
	later    bool     // no package yet
	used     bool
}

// ParsePolicy reads the format that policy.txt describes.
func ParsePolicy(text string) (*Policy, error) {
	policy := new(Policy)
	sets := make(map[string][]string)
	for number, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if name, patterns, ok := strings.Cut(line, "="); ok {
			sets[strings.TrimSpace(name)] = strings.Fields(patterns)
			continue
		}
		packages, allowed, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("line %d: expected SET = … or packages : …, got %q", number+1, line)
		}
		r := rule{line: strings.TrimSpace(packages)}
		r.packages = compile(r.line, "")
		for _, word := range strings.Fields(allowed) {
			switch set, isSet := sets[word]; {
			case word == "later":
				r.later = true
			case isSet:
				r.allowed = append(r.allowed, set...)
			case word == strings.ToUpper(word):
				return nil, fmt.Errorf("line %d: expected a set named before, got %s", number+1, word)
			default:
				r.allowed = append(r.allowed, word)
			}
		}
		policy.rules = append(policy.rules, r)
	}
	return policy, nil
}

// compile turns a pattern into an expression; module replaces $.
func compile(pattern, module string) *regexp.Regexp {
	expr := regexp.QuoteMeta(strings.ReplaceAll(pattern, "$", module))
	expr = strings.ReplaceAll(expr, `\*`, `([^/]+)`)
	expr = strings.ReplaceAll(expr, `…`, `(?:/.*)?`)
	return regexp.MustCompile("^" + expr + "$")
}

// Check returns what is wrong with the imports of one package; paths of ours are relative to the repository.
func (p *Policy) Check(pkg string, imports []Import) []string {
	for i := range p.rules {
		match := p.rules[i].packages.FindStringSubmatch(pkg)
		if match == nil {
			continue
		}
		p.rules[i].used = true
		module := ""
		if len(match) > 1 {
			module = match[1]
		}
		return p.rules[i].check(pkg, module, imports)
	}
	return []string{fmt.Sprintf("%s: expected a rule in policy.txt, got none", pkg)}
}

func (r rule) check(pkg, module string, imports []Import) (wrong []string) {
	for _, imported := range imports {
		if !r.allows(module, imported) {
			wrong = append(wrong, fmt.Sprintf("%s: package %s may not import %s (rule %q)", imported.File, pkg, imported.Path, r.line))
		}
	}
	return wrong
}

func (r rule) allows(module string, imported Import) bool {
	for _, pattern := range r.allowed {
		switch {
		case pattern == "anything":
			return true
		case pattern == "std":
			if imported.Std {
				return true
			}
		case !imported.Std && compile(pattern, module).MatchString(imported.Path):
			return true
		}
	}
	return false
}

// Unused returns the rules that matched no package: they are stale, or their package is missing.
func (p *Policy) Unused() (wrong []string) {
	for _, r := range p.rules {
		switch {
		case !r.used && !r.later:
			wrong = append(wrong, fmt.Sprintf("rule %q: expected a package, got none", r.line))
		case r.used && r.later:
			wrong = append(wrong, fmt.Sprintf("rule %q: has a package now, remove \"later\"", r.line))
		}
	}
	return wrong
}
