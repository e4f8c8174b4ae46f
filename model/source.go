package model

import (
	"slices"
	"strings"
)

// socialHosts are the networks and messengers whose links are understood, by every name they go under.
var socialHosts = map[string]string{"vk.com": "vk.com", "vk.ru": "vk.com", "vkontakte.ru": "vk.com", "ok.ru": "ok.ru", "odnoklassniki.ru": "ok.ru",
	"t.me": "t.me", "telegram.me": "t.me", "telegram.dog": "t.me", "max.ru": "max.ru"}

// SocialLink splits a link to a social network or messenger into its host's one name and its path without query; ok is false
// for other links and for what is none.
func SocialLink(link string) (host, path, query string, ok bool) {
	link = strings.TrimSpace(link)
	if _, rest, found := strings.Cut(link, "://"); found {
		link = rest
	}
	link, _, _ = strings.Cut(link, "#")
	link, query, _ = strings.Cut(link, "?")
	host, path, _ = strings.Cut(link, "/")
	host = strings.ToLower(host)
	for _, prefix := range []string{"www.", "m.", "mobile.", "new.", "web."} {
		host = strings.TrimPrefix(host, prefix)
	}
	host, ok = socialHosts[host]
	return host, strings.Trim(path, "/"), query, ok
}

// SourceKeys names the pages a link belongs to, one spelling each: a post, a comment or a photo of a group gives the group.
// A link that is none to a social network gives nothing.
func SourceKeys(link string) []string {
	host, path, query, ok := SocialLink(link)
	if !ok || path == "" {
		return nil
	}
	parts := strings.Split(strings.ToLower(path), "/")
	page := parts[0]
	switch host {
	case "vk.com":
		return vkKeys(page, query)
	case "t.me":
		if len(parts) > 1 && (page == "s" || page == "c" || page == "joinchat") {
			page = strings.TrimPrefix(page+"/"+parts[1], "s/")
		}
	case "ok.ru":
		if len(parts) > 1 && (page == "group" || page == "profile") {
			page += "/" + parts[1]
		}
	case "max.ru":
		if len(parts) > 1 && page == "c" {
			page += "/" + parts[1]
		}
	}
	return []string{host + "/" + page}
}

// vkKeys: «wall-1_2» is a post of the group 1, «wall1_2» of a person, and a post opened over a page names both.
func vkKeys(page, query string) []string {
	var keys []string
	add := func(key string) {
		if key != "" && !slices.Contains(keys, "vk.com/"+key) {
			keys = append(keys, "vk.com/"+key)
		}
	}
	owner := func(s string) string {
		for _, kind := range []string{"wall", "photo", "video", "topic", "clip", "album", "board", "albums", "videos", "public", "event", "club", "id"} {
			rest, found := strings.CutPrefix(s, kind)
			if !found {
				continue
			}
			group := strings.HasPrefix(rest, "-") || kind == "public" || kind == "event" || kind == "club" || kind == "board"
			digits := strings.TrimPrefix(rest, "-")
			end := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
			if end >= 0 {
				if digits[end] != '_' {
					continue // a screen name such as «idea» or «publicity»
				}
				digits = digits[:end]
			}
			switch {
			case digits == "":
				continue
			case group:
				return "club" + digits
			}
			return "id" + digits
		}
		return ""
	}
	if own := owner(page); own != "" {
		add(own)
	} else {
		add(page)
	}
	for pair := range strings.SplitSeq(query, "&") {
		if over, found := strings.CutPrefix(pair, "w="); found {
			add(owner(strings.ToLower(over)))
		}
	}
	return keys
}

// PersonPage tells whether a link is surely the page of a person, or something on it, and names the network it is in.
func PersonPage(link string) (host string, person bool) {
	for _, key := range SourceKeys(link) {
		host, page, _ := strings.Cut(key, "/")
		digits, id := strings.CutPrefix(page, "id")
		if (host == "vk.com" && id && digits != "" && strings.Trim(digits, "0123456789") == "") || (host == "ok.ru" && strings.HasPrefix(page, "profile/")) {
			return host, true
		}
	}
	return "", false
}

// Keys are the pages a source is met under.
func (s Source) Keys() []string {
	var keys []string
	for _, link := range s.Links {
		for _, key := range SourceKeys(link) {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}
