contact-new = New contact
contact-change = Change contact
contact-change-link = Change
contact-list = Contacts
contact-which = Which family?
contact-last = Last on { $day }
contact-no-family-title = You have no family right now
contact-no-family = Once you have a family you can log visits and calls here. For a colleague's family, go to the case and choose Contacts.
contact-minutes = How long?
contact-min = min
contact-minutes-other = Another length
contact-minutes-other-label = Number of minutes
contact-persons = Who was there?
contact-kind = What?
contact-place = Where?
contact-note = Note
contact-optional = optional
contact-systems = What did you work on?
contact-day = Day
contact-time-began = Began
contact-travel = Travel
contact-travel-unit = min
contact-save = Save the contact
contact-cancel = Cancel
contact-none = No contacts.
contact-older = Older weeks
contact-count = { $n ->
    [one] { $n } contact
   *[other] { $n } contacts
}
contact-count-of = { $n } of { $minimum } contacts
contact-time = { $time } with the family, { $travel } travel
contact-faults = { $n ->
    [one] One thing to correct
   *[other] { $n } things to correct
}
contact-restored = What you wrote { $when } is still here. Save it, or start again.
contact-restored-drop = Start again
contact-conflict = The contact was changed after you opened it
contact-conflict-text = This is how it is stored now. What you wrote stands in the form and applies if you save again.
contact-conflict-keep = Keep it as it is
contact-fault-id = The form lacks its key. Reload the page, what you wrote is kept.
contact-fault-kind = Choose what it was.
contact-fault-place = Choose where it was.
contact-fault-day = There is no such day. Write for example 7 April.
contact-fault-time = There is no such time. Write for example 14:30.
contact-fault-minutes = Write the number of minutes in digits.
contact-fault-future = It has not happened yet. Check day and time.
contact-fault-before = The day lies before the assignment.
contact-fault-no-minutes = Choose how long it took.
contact-fault-too-long = A day is the longest that can be logged.
contact-fault-person = Somebody among the persons does not belong to the family.
contact-fault-system = One of the areas is not in the programme.
contact-fault-note = The note is too long. Write the rest in the journal.
done-contact-logged = The contact is saved.
done-contact-changed = The contact is changed.
