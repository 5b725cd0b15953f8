search-title = Search
search-lead = Find a case of your board.
search-label = Name, personal number, coordination number or case number
search-do = Search
search-help = Write whole names, a personal number, a coordination number or a case number. Nothing else may be searched for (ordinance 2001:637, section 15). You see only cases that you may read. That you searched is in the log; what you wrote is not.
search-found = { $count ->
    [0] Nothing found
    [one] One found
   *[other] { $count } found
}
search-as = Searched by { $key }
search-nothing = No case that you may read fits. Check the spelling and write whole names.
search-more = More cases fit. Write more of the name.
search-fault-empty = Write something to search for.
search-not-yours = Searching is not part of your role.
search-key-name = name
search-key-personal = personal number
search-key-coordination = coordination number
search-key-case-number = case number
