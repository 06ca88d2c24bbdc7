function Copy-MfaJournal {
    # Hands to the script block of -JournalSink what was written to the journal since the last time: whole lines, which are on
    # the disk already. Gives why that failed; nothing when it did not.
    param([hashtable] $Record)
    # Before the run begins it there is none.
    if (-not [System.IO.File]::Exists($Record.File)) { return }
    try {
        $file = [System.IO.File]::Open($Record.File, 'Open', 'Read', 'ReadWrite, Delete')
        try {
            $size = $file.Length - $Record.SinkFrom
            if ($size -le 0) { return }
            [void] $file.Seek($Record.SinkFrom, 'Begin')
            $bytes = New-Object -TypeName byte[] -ArgumentList $size
            $read = 0
            while ($read -lt $size) {
                $more = $file.Read($bytes, $read, [int] ($size - $read))
                if ($more -le 0) { break }
                $read += $more
            }
        }
        finally { $file.Dispose() }
    }
    catch { return $_.Exception.GetBaseException().Message }
    $end = $read
    while ($end -gt 0 -and $bytes[$end - 1] -ne 10) { $end-- }
    if ($end -eq 0) { return }
    $call = [pscustomobject] ([ordered] @{
            PSTypeName = 'GraphMfa.FileCall'
            Call       = $Record.SinkCall
            Name       = $Record.File
            Text       = [System.Text.Encoding]::UTF8.GetString($bytes, 0, $end)
            Length     = $null
        })
    try { $said = @(& $Record.Sink $call) }
    catch { return $_.Exception.GetBaseException().Message }
    if ($said.Count -gt 0 -and $said[-1] -in 'exists', 'missing') { return "it put out '$($said[-1])' to the call '$($call.Call)'" }
    $Record.SinkCall = 'append'
    $Record.SinkFrom += $end
}
