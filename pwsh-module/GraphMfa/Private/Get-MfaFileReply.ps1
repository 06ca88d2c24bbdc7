function Get-MfaFileReply {
    # What the script blocks of Connect-Mfa -JournalSink and -JournalSource say to a question about a file, as the fields of
    # the reply. Throws what went wrong.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Entry,

        [Parameter(Mandatory, Position = 1)]
        [object] $Question
    )
    if ($Entry.Runspace -ne [System.Management.Automation.Runspaces.Runspace]::DefaultRunspace.InstanceId) {
        # A script block belongs to the runspace that made it; calling it from another one can block for ever.
        throw 'the script blocks of Connect-Mfa -JournalSink and -JournalSource belong to another runspace; connect inside this one'
    }
    $name = ConvertTo-MfaValue $Question.name
    if ($Question.call -eq 'read') {
        # A file is read from its beginning to its end: what the source gave is kept for the parts after the first.
        $held = $Entry.Held
        if ([int64] $Question.offset -eq 0 -or $null -eq $held -or $held.Name -ne $name) {
            $Entry.Held = $null
            $given = @(& $Entry.Source $name)
            if ($given.Count -eq 0 -or ($given.Count -eq 1 -and $null -eq $given[0])) { return @{ file = 'missing' } }
            if ($given.Count -ne 1) { throw "the script block of Connect-Mfa -JournalSource gave $($given.Count) objects instead of one text (Get-Content needs -Raw)" }
            $held = @{ Name = $name; Bytes = [System.Text.Encoding]::UTF8.GetBytes([string] $given[0]) }
            $Entry.Held = $held
        }
        $bytes = $held.Bytes
        $from = [math]::Min([int64] $Question.offset, [int64] $bytes.Length)
        $to = [math]::Min($from + [int64] $Question.most, [int64] $bytes.Length)
        # Whole characters only: their later bytes are 10xxxxxx.
        while ($to -gt $from -and $to -lt $bytes.Length -and ($bytes[$to] -band 0xC0) -eq 0x80) { $to-- }
        return @{ text = [System.Text.Encoding]::UTF8.GetString($bytes, [int] $from, [int] ($to - $from)) }
    }
    $Entry.Held = $null
    $call = [pscustomobject] ([ordered] @{
            PSTypeName = 'GraphMfa.FileCall'
            Call       = [string] $Question.call
            Name       = $name
            Text       = ConvertTo-MfaValue (Get-MfaField $Question 'text')
            Length     = Get-MfaField $Question 'offset'
        })
    $said = @(& $Entry.Sink $call)
    if ($said.Count -gt 0 -and $said[-1] -in 'missing', 'exists') { return @{ file = $said[-1] } }
    @{ file = 'done' }
}
