"""How long ways take: typed in, looked up, or estimated. All are `rules.day.TravelTimes`."""
